"""The gallery holds every component, and every component's comment tells its parameters."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Engine, engines
from django.template.base import FilterExpression, Node, NodeList, Variable
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import IncludeNode
from django.test import Client

from portal.site.gallery.part import Part
from portal.site.gallery.views import all_parts
from tests import house
from tests.factories.portal import UserFactory, user_who_may_everything

FOLDER = "templates/_components/"
COMPONENTS = {Path(path).stem: house.read(path) for path in house.tracked(".html") if path.startswith(FOLDER)}
# What every template has anyway.
ALWAYS_THERE = {"forloop", "csrf_token", "None", "True", "False"}

# Every page's own, and what would ask the server again and again.
NOT_SHOWN = {"request", "user", "refresh_url"}


def parameters_told(text: str) -> set[str]:
    """The names after "Parameters…:" in the comment on top; notes in brackets left out."""
    comment = re.match(r"{% comment %}\s(.*?){% endcomment %}", text, re.DOTALL)
    assert comment, text[:60]
    told = re.search(r"Parameters[^:]*:(.*)", comment[1], re.DOTALL)
    if not told:
        return set()
    names = told[1]
    while re.search(r"\([^()]*\)", names):
        names = re.sub(r"\([^()]*\)", "", names)
    return {name.strip() for name in re.split(r"[,;.]", names) if name.strip()}


def parameters_used(text: str) -> set[str]:
    """The variables a template takes from outside, those of what it includes counted too."""
    engine: Engine = engines["django"].engine
    return _free(engine.from_string(text).nodelist, set()) - ALWAYS_THERE


def _free(nodes: Any, bound: set[str]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        within = set(bound)
        for value in vars(node).values():
            found |= _names(value) - bound
        if isinstance(node, ForNode):
            within |= set(node.loopvars)
        if isinstance(node, WithNode):
            within |= set(node.extra_context)
        if isinstance(node, IncludeNode):
            found |= _included(node) - bound
        for name in ("nodelist", "nodelist_loop", "nodelist_empty"):
            found |= _free(getattr(node, name, None) or [], within)
        for _, branch in getattr(node, "conditions_nodelists", []):
            found |= _free(branch, within)
    return found


def _included(node: IncludeNode) -> set[str]:
    """What an included template takes from around it, unless the include is closed with "only"."""
    if node.isolated_context:
        return set()
    text = house.read(f"templates/{node.template.var}")
    return parameters_used(text) - set(node.extra_context)


def _names(value: Any) -> set[str]:
    """The names of variables anywhere in a tag's own arguments."""
    if isinstance(value, FilterExpression):
        arguments = [argument for _, given in value.filters for _, argument in given]
        return _names(value.var).union(*map(_names, arguments))
    if isinstance(value, Variable):
        return {value.lookups[0]} if value.lookups else set()
    if isinstance(value, list | tuple) and not isinstance(value, NodeList):
        return set().union(*map(_names, value)) if value else set()
    if isinstance(value, dict):
        return _names(list(value.values()))
    if isinstance(value, Node):
        return set()
    parts = [getattr(value, name, None) for name in ("value", "first", "second")]
    return set().union(*(_names(part) for part in parts if part is not None and part is not value))


def test_gallery_holds_every_component_and_no_other() -> None:
    assert {part.name for part in all_parts()} == set(COMPONENTS)


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_comment_of_a_component_tells_the_parameters_it_takes(name: str) -> None:
    assert parameters_told(COMPONENTS[name]) == parameters_used(COMPONENTS[name])


@pytest.mark.parametrize("part", all_parts(), ids=lambda part: part.name)
def test_states_of_a_component_use_its_parameters_and_all_of_them(part: Part) -> None:
    given = {name for state in part.states for name in state.params}
    told = parameters_told(COMPONENTS[part.name])
    assert given <= told
    assert told - given <= NOT_SHOWN or part.within == "page"


@pytest.mark.django_db
def test_gallery_shows_every_state_to_an_administrator(client: Client) -> None:
    client.force_login(user_who_may_everything())
    page = client.get("/help/gallery/").content.decode()
    assert [part.name for part in all_parts() if f'id="{part.name}"' not in page] == []
    assert "{{" not in page
    assert "画面の部品の見本" in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_gallery_is_closed_to_others_but_open_in_the_demo(client: Client, settings: Any) -> None:
    client.force_login(UserFactory())
    assert client.get("/help/gallery/").status_code == 403
    assert "画面の部品の見本" not in client.get("/help/").content.decode()
    settings.PORTAL_DEMO = True
    assert client.get("/help/gallery/").status_code == 200


def test_reader_of_comments_and_templates_tells_one_from_the_other() -> None:
    text = (
        "{% comment %}\nA thing.\nParameters (of the tag): one (with a (deep) note, and two), three.\n"
        "{% endcomment %}"
    )
    assert parameters_told(text) == {"one", "three"}
    used = "{% for x in rows %}{{ x }}{{ y|default:z }}{% if a and not b %}{% endif %}{% endfor %}"
    assert parameters_used(used) == {"rows", "y", "z", "a", "b"}
