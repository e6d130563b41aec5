"""The vocabulary of meetings: English values, Japanese labels."""

from django.db import models


class BodyKind(models.TextChoices):
    """会議体の種別."""

    ADVISORY = "advisory", "附属機関"
    HEADQUARTERS = "headquarters", "推進本部"
    SUBCOMMITTEE = "subcommittee", "部会"
    PROJECT_TEAM = "project_team", "PT"
    WORKING_GROUP = "working_group", "WG"
    COUNCIL = "council", "協議会"
    STUDY_GROUP = "study_group", "研究会"


class SeatRole(models.TextChoices):
    """席の役割."""

    CHIEF = "chief", "本部長"
    DEPUTY_CHIEF = "deputy_chief", "副本部長"
    MEMBER = "member", "部員"
    CHAIR = "chair", "会長"
    ACTING_CHAIR = "acting_chair", "職務代理"
    COMMITTEE_MEMBER = "committee_member", "委員"
    SECRETARIAT = "secretariat", "事務局"


class SpeakerRule(models.TextChoices):
    """公開用の発言者: how a speaker is called where the public reads."""

    AS_RECORDED = "as_recorded", "会議録の表示のまま"
    BY_ROLE = "by_role", "席の役割で示す（部員など）"


class MeetingFormat(models.TextChoices):
    """開催形式."""

    IN_PERSON = "in_person", "対面"
    ONLINE = "online", "オンライン"
    HYBRID = "hybrid", "併用"
    CIRCULATED = "circulated", "書面・持ち回り"


class MeetingState(models.TextChoices):
    """会議の状態."""

    PLANNED = "planned", "予定"
    CONVENED = "convened", "招集"
    HELD = "held", "開催"
    ENDED = "ended", "終了"
    CANCELLED = "cancelled", "中止"


class LetterKind(models.TextChoices):
    """会議の前に送る文書."""

    CONVOCATION = "convocation", "招集通知"
    PROGRAMME = "programme", "次第"


class MinutesState(models.TextChoices):
    """会議録の状態."""

    DRAFT = "draft", "下書き"
    CIRCULATED = "circulated", "確認中"
    CONFIRMED = "confirmed", "確認済"
    FINALISED = "finalised", "確定"
    PUBLISHED = "published", "公開"
    NOT_PUBLISHED = "not_published", "公開しない"


# No row, item or outcome moves in these: what was confirmed is what is finalised and published.
LOCKED_STATES = (
    MinutesState.CONFIRMED,
    MinutesState.FINALISED,
    MinutesState.PUBLISHED,
    MinutesState.NOT_PUBLISHED,
)
# From these only a correction leads back, which ends in a new edition.
SETTLED_STATES = (MinutesState.FINALISED, MinutesState.PUBLISHED, MinutesState.NOT_PUBLISHED)


class ConfirmationManner(models.TextChoices):
    """確認の方法."""

    SYSTEM = "system", "この画面で"
    PAPER = "paper", "紙で"


class CommentManner(models.TextChoices):
    """意見の出し方."""

    SYSTEM = "system", "この画面で"
    PAPER = "paper", "紙で"
    WORD = "word", "Wordで"


class CommentState(models.TextChoices):
    """意見の扱い."""

    OPEN = "open", "未対応"
    ADOPTED = "adopted", "採用"
    DECLINED = "declined", "不採用"


class ItemCategory(models.TextChoices):
    """議題の区分; numbering restarts in each, in this order."""

    CONFIRMATION = "confirmation", "確認事項"
    PROPOSAL = "proposal", "議案"
    REPORT = "report", "報告事項"
    DISCUSSION = "discussion", "協議事項"
    OTHER = "other", "その他"


class ItemState(models.TextChoices):
    """議題の扱い."""

    DELIBERATED = "deliberated", "審議済"
    PAPERS_ONLY = "papers_only", "資料のみ"
    NOT_REACHED = "not_reached", "未審議"


class EntryKind(models.TextChoices):
    """会議録の行の種別."""

    HEADING = "heading", "見出し"
    NARRATIVE = "narrative", "地の文"
    SUMMARY = "summary", "要旨"
    SPEECH = "speech", "発言"
    STAGE = "stage", "ト書き"
    OUTCOME = "outcome", "議決の記載"
    TIME = "time", "時刻の記載"


class AnnotationKind(models.TextChoices):
    """行に付ける注."""

    SIC = "sic", "原文ママ"


class AttendanceGroup(models.TextChoices):
    """出席者の欄."""

    MEMBERS = "members", "部員"
    SECRETARIAT = "secretariat", "事務局"


class AttendanceStatus(models.TextChoices):
    """出欠."""

    PRESENT = "present", "出席"
    ABSENT = "absent", "欠席"
    DEPUTY = "deputy", "代理出席"
    PARTIAL = "partial", "途中出退席"


class Outcome(models.TextChoices):
    """決定."""

    APPROVED_AS_PROPOSED = "approved_as_proposed", "案のとおり承認"
    APPROVED_AS_AMENDED = "approved_as_amended", "修正承認"
    RECONSIDER = "reconsider", "再検討"
    CARRIED_OVER = "carried_over", "継続審議"
    ACKNOWLEDGED = "acknowledged", "報告了承"
    REJECTED = "rejected", "否決"
    WITHDRAWN = "withdrawn", "取下げ"


# Outcomes that leave the motion open: it comes back to a later agenda.
OPEN_OUTCOMES = (Outcome.RECONSIDER, Outcome.CARRIED_OVER)


# How each outcome is framed where it stands as a state.
OUTCOME_LEVELS = {
    Outcome.APPROVED_AS_PROPOSED: "ok",
    Outcome.APPROVED_AS_AMENDED: "ok",
    Outcome.ACKNOWLEDGED: "ok",
    Outcome.RECONSIDER: "warn",
    Outcome.CARRIED_OVER: "warn",
}


class DeciderKind(models.TextChoices):
    """再検討のあと、だれが決めるか."""

    MEETING = "meeting", "会議に戻す"
    HEAD = "head", "長が決める"
    NOT_STATED = "not_stated", "記載なし"


class CommitmentKind(models.TextChoices):
    """対応事項の種別."""

    PROMISE = "promise", "約束"
    INSTRUCTION = "instruction", "指示"
    REQUEST = "request", "要望"
    POLICY = "policy", "方針"
    REPORT = "report", "報告"


class CommitmentState(models.TextChoices):
    """対応事項の状態."""

    OPEN = "open", "未完了"
    DONE = "done", "完了"
    DROPPED = "dropped", "取りやめ"
