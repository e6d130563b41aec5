"""The rights table as the portal is shipped: what ``fixtures/roles.json`` says."""

import json

from django.conf import settings

Cell = tuple[str, str]


def shipped_rights() -> dict[str, frozenset[Cell]]:
    """Code of a role → its cells (noun, verb)."""
    table = json.loads((settings.BASE_DIR / "fixtures" / "roles.json").read_text(encoding="utf-8"))
    return {
        role["code"]: frozenset((noun, verb) for verb, nouns in role["may"].items() for noun in nouns)
        for role in table["roles"]
    }
