"""Whatever is typed has an example of what to type beside it."""

import re

from tests.addresses import Address
from tests.copies import Seeded

TYPED = re.compile(r'<textarea|<input type="(?:text|number)"')
# The secret itself has no example, nor has a note that explains a choice.
FIELD = re.compile(
    r'<div class="field">(.*?)(?=<div class="field|<fieldset|<div class="form__actions)', re.DOTALL
)
# A cell is edited where its value stands.
SHOWS_ITS_VALUE = "lists/<slug:list_key>/<int:pk>/<slug:column>/"
LABEL = re.compile(r"<label[^>]*>([^<]*)")
HELP = re.compile(r'<p class="help"[^>]*>([^<]*)')


def without_example(page: str) -> list[str]:
    """Labels of the fields into which one types and whose help shows nothing one could type."""
    forms = re.findall(r'<form class="form".*?</form>', page, re.DOTALL)
    fields = [field for form in forms for field in FIELD.findall(form) if TYPED.search(field)]
    return [
        label[1]
        for field in fields
        if (label := LABEL.search(field)) and "例：" not in "".join(HELP.findall(field))
    ]


def test_typed_field_shows_a_real_example(seeded: Seeded, addresses: list[Address]) -> None:
    pages = {address.route: address for address in addresses if address.is_page and address.role}
    pages.pop(SHOWS_ITS_VALUE, None)
    clients = {role: seeded.client(role) for role in {address.role for address in pages.values()}}
    found = {
        route: missing
        for route, address in pages.items()
        if (missing := without_example(clients[address.role].get(address.path).content.decode()))
    }
    assert found == {}


def test_reader_finds_a_field_without_an_example() -> None:
    field = (
        '<div class="field"><label for="a">{}</label><p class="help">{}</p><input type="text" name="a"></div>'
    )
    fields = field.format("題名", "例：選定") + field.format("番号", "1から")
    assert without_example(f'<form class="form">{fields}<div class="form__actions"></div></form>') == ["番号"]
