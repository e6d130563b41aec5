"""公開までに残っていること: what keeps a record from being finalised or published, each with what to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from meetings.choices import EntryKind, MinutesState
from meetings.confirming import wanted
from meetings.leaks import findings
from meetings.models import AgendaItem, Comment, Handout, Meeting, MinutesEntry, MinutesStep
from portal.accounts.models import User
from portal.checks.models import Contradiction, ContradictionFact
from portal.disclosure.choices import Disclosure
from portal.disclosure.public_text import PassageError
from portal.disclosure.watching import watched

INTAKE_MARK = "〔取込："
UNPRINTABLE = re.compile("[〓\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
SHOWN = 5


@dataclass(frozen=True)
class Check:
    """One line of the list; ``todo`` is empty once it is done, ``url`` is where to do it."""

    name: str
    todo: str
    url: str = ""
    link: str = ""

    @property
    def is_met(self) -> bool:
        """Whether nothing is left to do."""
        return not self.todo


def left(checks: list[Check]) -> list[str]:
    """What stands in the way, as sentences."""
    return [f"{check.name}：{check.todo}" for check in checks if not check.is_met]


def before_finalising(meeting: Meeting) -> list[Check]:
    """What the 原本 waits for."""
    return [look(meeting) for look in _BEFORE_FINALISING]


def before_publishing(meeting: Meeting, by: User) -> list[Check]:
    """What the public edition waits for, said to whoever wants to publish."""
    return [*(look(meeting) for look in _BEFORE_PUBLISHING), _second_person(meeting, by)]


def _life(meeting: Meeting) -> str:
    return reverse("meetings:minutes-life", args=[meeting.pk])


def _meeting(meeting: Meeting) -> str:
    return reverse("meetings:meeting", args=[meeting.pk])


def _record(meeting: Meeting) -> str:
    return reverse("meetings:record", args=[meeting.pk])


def _confirmations(meeting: Meeting) -> Check:
    seats = wanted(meeting)
    missing = "、".join(str(each.seat) for each in seats if not each.is_given)
    todo = f"{missing}の確認がまだです。" if missing else ""
    if not seats:
        todo = (
            "確認する席がありません。出席に長の席を登録するか、会議体の席に「確認する席」を付けてください。"
        )
    return Check("長・署名人の確認", todo, f"{_life(meeting)}#confirmations", "確認を見る")


def _decided(meeting: Meeting) -> Check:
    undecided = [
        name
        for name, value in (
            ("会議", meeting.meeting_disclosure),
            ("会議録", meeting.minutes_disclosure),
        )
        if value == Disclosure.ON_THE_DAY
    ]
    todo = f"{'と'.join(undecided)}の公開区分が「当日決定」のままです。" if undecided else ""
    return Check("公開区分の決定", todo, _meeting(meeting), "会議を開く")


def _doubts(meeting: Meeting) -> Check:
    rows = MinutesEntry.objects.filter(
        meeting=meeting, kind=EntryKind.STAGE, text__startswith=INTAKE_MARK
    ).count()
    todo = f"取込の「未配置」「要確認」の行が{rows}行残っています。直してから、その行を削除してください。"
    return Check("未配置・要確認の行", todo if rows else "", _record(meeting), "会議録を開く")


def _comments(meeting: Meeting) -> Check:
    waiting = Comment.objects.open().filter(entry__meeting=meeting).count()
    todo = f"{waiting}件の意見に、採用か不採用かを答えていません。" if waiting else ""
    return Check("出席者の意見", todo, f"{_life(meeting)}#comments", "意見を見る")


def _characters(meeting: Meeting) -> Check:
    found = "、".join(list(_unprintable(meeting))[:SHOWN])
    todo = f"{found}に、正しい字に直していない外字（〓）があります。" if found else ""
    return Check("外字", todo, _record(meeting), "会議録を開く")


def _unprintable(meeting: Meeting) -> Iterator[str]:
    rows = MinutesEntry.objects.filter(meeting=meeting).order_by("position", "pk")
    found = rows.values_list("speaker_label", "text")
    yield from (
        f"{number}行目" for number, words in enumerate(found, start=1) if UNPRINTABLE.search("".join(words))
    )
    items = AgendaItem.objects.filter(meeting=meeting).order_by().values_list("title", "outcome_line")
    papers = Handout.objects.filter(meeting=meeting).order_by().values_list("title", "printed_number")
    for words in items.union(papers):
        if UNPRINTABLE.search("".join(words)):
            yield f"「{words[0]}」"
    if UNPRINTABLE.search(meeting.venue):
        yield "開催場所"


def _contradictions(meeting: Meeting) -> Check:
    wanted_facts = Q(record_model="meetings.meeting", record_key=meeting.pk)
    for label, keys in (
        ("meetings.agendaitem", meeting.items.values("pk")),
        ("meetings.minutesentry", meeting.entries.values("pk")),
        ("meetings.handout", meeting.handouts.values("pk")),
        ("meetings.commitment", meeting.commitments.values("pk")),
    ):
        wanted_facts |= Q(record_model=label, record_key__in=keys)
    facts = ContradictionFact.objects.filter(wanted_facts)
    waiting = Contradiction.objects.waiting().filter(pk__in=facts.values("contradiction"))
    titles = list(waiting.values_list("title", flat=True)[:SHOWN])
    todo = f"直すか、理由を付けて了解してください：{'、'.join(titles)}" if titles else ""
    url = reverse("meetings:meeting", args=[meeting.pk])
    return Check("食い違い", todo, url, "会議のページで見る")


def _finalised(meeting: Meeting) -> Check:
    is_so = meeting.minutes_state in (MinutesState.FINALISED, MinutesState.PUBLISHED)
    return Check("会議録の確定", "" if is_so else "まだ確定していません。", _life(meeting), "確認と公開")


def _for_the_public(meeting: Meeting) -> Check:
    is_open = meeting.minutes_disclosure in (Disclosure.OPEN, Disclosure.PARTLY_CLOSED)
    todo = "会議録の公開区分が「公開」か「一部非公開」ではありません。" if not is_open else ""
    return Check("会議録の公開区分", todo, _life(meeting), "確認と公開")


def _papers(meeting: Meeting) -> Check:
    unset = Handout.objects.filter(meeting=meeting, disclosure=Disclosure.UNSET)
    numbers = "、".join(f"資料{number}" for number in unset.values_list("number", flat=True))
    todo = f"{numbers}の公開区分が「未設定」です。" if numbers else ""
    url = f"{reverse('meetings:meeting', args=[meeting.pk])}#handouts"
    return Check("資料の公開区分", todo, url, "資料を見る")


def _leaks(meeting: Meeting) -> Check:
    looked_for, todo = watched(), ""
    if not looked_for.word_count:
        todo = "要注意語の一覧がまだ登録されていないため、点検できません。"
    else:
        try:
            found = [each for each in findings(meeting, looked_for) if each.is_open]
        except PassageError as problem:
            todo = str(problem)
        else:
            leaks = sum(each.is_leak for each in found)
            todo = f"漏れ{leaks}件、注意{len(found) - leaks}件が残っています。" if found else ""
    return Check("漏れの点検", todo, reverse("meetings:leaks", args=[meeting.pk]), "漏れの点検を開く")


def finaliser_of(meeting: Meeting) -> User | None:
    """Who finalised the record as it stands."""
    last = MinutesStep.objects.filter(meeting=meeting, state=MinutesState.FINALISED, is_back=False)
    step = last.select_related("taken_by").last()
    return step.taken_by if step else None


def _second_person(meeting: Meeting, by: User) -> Check:
    is_same = finaliser_of(meeting) == by
    todo = "確定した人は公開できません。ほかの権限のある人が公開してください。" if is_same else ""
    return Check("別の人による公開", todo)


Look = Callable[[Meeting], Check]
_BEFORE_FINALISING: tuple[Look, ...] = (
    _confirmations,
    _decided,
    _comments,
    _doubts,
    _characters,
    _contradictions,
)
# What is locked since it was finalised is not looked at again.
_BEFORE_PUBLISHING: tuple[Look, ...] = (
    _finalised,
    _for_the_public,
    _papers,
    _contradictions,
    _leaks,
)
