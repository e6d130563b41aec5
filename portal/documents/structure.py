"""What is read from a document's HTML tree around the rendering: completeness, and places in words.

Trees are ``xml.etree`` elements as WeasyPrint parses them (no namespaces).
"""

from xml.etree.ElementTree import Element

from portal.documents.errors import InaccessibleDocument


def require_structure(root: Element) -> None:
    """Refuse a document without title, Japanese language, or with a table that has no head cell."""
    if root.get("lang") != "ja":
        raise InaccessibleDocument("言語の指定")
    if not (root.findtext("head/title") or "").strip():
        raise InaccessibleDocument("題名")
    for table in root.iter("table"):
        if table.find(".//th") is None:
            raise InaccessibleDocument("表の見出し")


def place_of(root: Element, character: str) -> str:
    """Where a character stands, in the words of the nearest ``data-place`` around it; may be empty."""
    return _search(root, character, "") or ""


def _search(element: Element, character: str, place: str) -> str | None:
    place = element.get("data-place", place)
    if character in (element.text or ""):
        return place
    for child in element:
        found = _search(child, character, place)
        if found is not None:
            return found
        if character in (child.tail or ""):
            return place
    return None
