"""取込 of a record whose numbers repeat, whose headings are unknown and whose rows are empty."""

import pytest

from meetings.actions.intake import take_in
from meetings.choices import EntryKind, ItemCategory
from meetings.intake.proposal import Proposal, ProposedEntry, ProposedHandout, ProposedItem
from meetings.models import MinutesEntry
from portal.disclosure.choices import Disclosure
from tests.factories import meetings as make
from tests.factories.portal import user_who_may_everything

pytestmark = pytest.mark.django_db


def test_what_repeats_or_is_unknown_is_numbered_anew_and_said() -> None:
    proposal = Proposal(
        agenda=[
            ProposedItem("雑談", 1, "一つ目", 1),
            ProposedItem("雑談", 1, "二つ目", 2),
            ProposedItem(None, None, "三つ目", 3),
        ],
        handouts=[
            ProposedHandout("1", "甲", 4),
            ProposedHandout("1", "乙", 5),
            ProposedHandout(None, "丙", 6),
        ],
        entries=[
            ProposedEntry(EntryKind.SPEECH, "会長", "", 7),
            ProposedEntry(EntryKind.SPEECH, "会長", "始めます。", 8),
        ],
    )
    meeting = take_in(
        by=user_who_may_everything(),
        reason="昨年度の会議録を入れるため",
        body=make.MeetingBodyFactory(),
        proposal=proposal,
        fiscal_year=2024,
        number=1,
        meeting_disclosure=Disclosure.OPEN,
        minutes_disclosure=Disclosure.OPEN,
    )
    items = list(meeting.items.order_by("position").values_list("category", "number"))
    assert items == [(ItemCategory.OTHER, number) for number in (1, 2, 3)]
    assert list(meeting.handouts.order_by("position").values_list("number", flat=True)) == [
        *("1", "番号なし2", "番号なし3")
    ]
    said = "".join(MinutesEntry.objects.filter(meeting=meeting).values_list("text", flat=True))
    assert "「雑談」は「その他」の議題としました。" in said
    assert "7行目の「会長」の発言に言葉がありません。" in said
