"""What the line printed under an item says was decided: ―議題について案のとおり承認―. Pure."""

import re

from meetings.choices import Outcome

# The fuller words first: what they cover is not read a second time.
_WORDS: tuple[tuple[str, Outcome], ...] = (
    (r"承認(?:しない|せず|されな)|否決|不承認", Outcome.REJECTED),
    (
        r"(?:一部)?修正(?:[のし]?(?:うえ|上|て)、?)?(?:の?案の?(?:とおり|どおり))?承認|一部修正",
        Outcome.APPROVED_AS_AMENDED,
    ),
    (r"(?:報告(?:の)?(?:とおり|どおり)?(?:を)?)?了承", Outcome.ACKNOWLEDGED),
    (
        r"(?:原案|案)?(?:の)?(?:とおり|通り|どおり)?承認|可決|"
        r"(?:原案|本案|案)の?(?:とおり|通り|どおり)(?:に)?(?:決定|決し|進め|実施)",
        Outcome.APPROVED_AS_PROPOSED,
    ),
    (r"再検討", Outcome.RECONSIDER),
    (r"継続(?:審議|協議|検討)?", Outcome.CARRIED_OVER),
    (r"取(?:り)?下げ", Outcome.WITHDRAWN),
)


def outcomes_in(line: str) -> frozenset[Outcome]:
    """The outcomes a line names; none where it uses words the portal does not know."""
    rest, found = line, set()
    for words, outcome in _WORDS:
        rest, count = re.subn(words, "／", rest)
        if count:
            found.add(outcome)
    return frozenset(found)
