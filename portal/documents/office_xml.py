"""The XML inside Office files: elements that go, tracked changes that are accepted, hidden words that go."""

from collections.abc import Collection
from typing import Any

from lxml import etree

# Deleted and moved-away words go; inserted and moved-to words stay without their mark.
_GOES = {"del", "moveFrom"}
_STAYS = {"ins", "moveTo"}
_MARKS = {
    *(
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
    ),
    *("tcPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
}
Element = Any


class BadXml(ValueError):
    """A part is no XML, or XML that no office writes."""


def parsed(content: bytes) -> Element:
    """The tree of a part, without remarks; entities, and whatever would fetch anything, are refused."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadXml
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadXml from error


def written(tree: Element) -> bytes:
    """A part as Office writes it."""
    found: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def drop_elements(tree: Element, names: Collection[str]) -> int:
    """Take out every element of these names; returns how many."""
    found = [each for each in tree.iter() if local(each) in names and each.getparent() is not None]
    for element in found:
        element.getparent().remove(element)
    return len(found)


def remove_tracked_changes(tree: Element) -> int:
    """Accept every tracked change of a Word part, and forget who made it; returns how many there were."""
    count = drop_elements(tree, _GOES) + drop_elements(tree, _MARKS)
    for element in [each for each in tree.iter() if local(each) in _STAYS]:
        parent = element.getparent()
        place = parent.index(element)
        parent[place : place + 1] = list(element)
        count += 1
    for element in tree.iter():
        for name in [each for each in element.attrib if each.rpartition("}")[2].startswith("rsid")]:
            del element.attrib[name]
    return count


def drop_hidden_words(tree: Element) -> int:
    """Take out the runs of a Word part that a reader does not see; returns how many."""
    runs = [each for each in tree.iter() if local(each) == "r" and _is_hidden(each)]
    for run in runs:
        run.getparent().remove(run)
    return len(runs)


def _is_hidden(run: Element) -> bool:
    properties = [each for each in run if local(each) == "rPr"]
    return any(local(each) in ("vanish", "webHidden") for some in properties for each in some)
