"""The vocabulary of disclosure."""

from django.db import models


class Disclosure(models.TextChoices):
    """公開区分. ``ON_THE_DAY`` is for sittings not yet held, ``UNSET`` for handouts only."""

    OPEN = "open", "公開"
    PARTLY_CLOSED = "partly_closed", "一部非公開"
    CLOSED = "closed", "非公開"
    ON_THE_DAY = "on_the_day", "当日決定"
    UNSET = "unset", "未設定"


# The three boxes of the printed form, in its order.
PRINTED = (Disclosure.OPEN, Disclosure.CLOSED, Disclosure.PARTLY_CLOSED)
NEEDS_REASON = (Disclosure.PARTLY_CLOSED, Disclosure.CLOSED)
SITTING_CHOICES = [(d.value, d.label) for d in Disclosure if d is not Disclosure.UNSET]


class GroundCode(models.TextChoices):
    """Grounds as all ordinances know them, whatever article they stand in."""

    PERSONAL = "personal", "個人情報"
    CORPORATE = "corporate", "法人等の事業活動情報"
    PUBLIC_SAFETY = "public_safety", "公共の安全に関する情報"
    DELIBERATION = "deliberation", "審議検討情報"
    OPERATIONS = "operations", "事務事業情報"
    LEGAL = "legal", "法令秘情報"
    INTERGOVERNMENTAL = "intergovernmental", "国等との協力関係情報"
    VOLUNTARY = "voluntary", "任意提供情報"


class EndTrigger(models.TextChoices):
    """What ends a withholding."""

    DECISION = "decision", "決定の日まで"
    CONTRACT = "contract", "契約締結の日まで"
    DATE = "date", "期日まで"
    NONE = "none", "終わりの定めなし"


class ReviewOccasion(models.TextChoices):
    """Why a withholding is looked at again."""

    REQUEST = "request", "開示請求"
    ENDED = "ended", "非公開の終わりが来た"
    OTHER = "other", "その他"


class ReviewAnswer(models.TextChoices):
    """What came of it."""

    RELEASE = "release", "公開する"
    KEEP = "keep", "非公開を続ける"


class ReadingScope(models.TextChoices):
    """庁内閲覧範囲: who among the staff may read a record, whatever residents may."""

    EVERYONE = "everyone", "全庁"
    CONCERNED = "concerned", "関係部署"
    ATTENDEES = "attendees", "出席者と事務局"
    NAMED = "named", "指名"


class PseudonymKind(models.TextChoices):
    """Whose name a pseudonym stands for."""

    VENDOR = "vendor", "事業者"
    MUNICIPALITY = "municipality", "自治体"
    OTHER = "other", "その他"


class WatchKind(models.TextChoices):
    """What a watch word of the common list names."""

    VENDOR = "vendor", "事業者"
    PRODUCT = "product", "製品・サービス"


class LeakLevel(models.TextChoices):
    """漏れ blocks the public edition; 注意 is acknowledged with a reason."""

    LEAK = "leak", "漏れ"
    WARNING = "warning", "注意"


class LeakRule(models.TextChoices):
    """What a leak check found."""

    SEALED = "sealed", "登録簿で封じた名"
    UNMASKING = "unmasking", "登録簿の要注意語"
    VENDOR = "vendor", "事業者の名"
    PRODUCT = "product", "製品・サービスの名"
    WITHHELD = "withheld", "非公開箇所の言葉"
    ECHO = "echo", "非公開箇所の言い直し"
