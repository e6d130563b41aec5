"""Who acts and what they may do: organisations, departments, offices, users, roles."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password as verified
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from portal.accounts.codes import validate_organisation_code
from portal.audit.models import AuditedModel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class AccountsQuerySet(models.QuerySet[Any]):
    """Reads of who acts and what they may do."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for those who may read the accounts, nothing for anybody else."""
        allowed = isinstance(user, User) and user.may(RolePermission.Verb.READ, RolePermission.Noun.ACCOUNTS)
        return self if allowed else self.none()


class Organisation(AuditedModel):
    """Whatever acts, with or without logging in."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        MUNICIPALITY = "municipality", "自治体"
        METROPOLIS = "metropolis", "都"
        JOINT_BODY = "joint_body", "共同体"
        STATE = "state", "国"
        RESEARCH_BODY = "research_body", "研究機構"
        VENDOR = "vendor", "事業者"

    kind = models.CharField("種別", max_length=20, choices=Kind)
    name = models.CharField("名称", max_length=200, unique=True)
    kana = models.CharField("ふりがな", max_length=200, blank=True)
    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        blank=True,
        validators=[validate_organisation_code],
        help_text="検査数字を含む6桁。例：131164",
    )

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        constraints = [
            models.UniqueConstraint("code", condition=~Q(code=""), name="organisation_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(AuditedModel):
    """A node of an organisation's tree 部→課→係, dated, in 席次 order."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="departments", verbose_name="団体"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位の部署"
    )
    name = models.CharField("名称", max_length=100)
    position = models.PositiveIntegerField("席次", default=0)
    valid_from = models.DateField("設置日", null=True, blank=True)
    valid_to = models.DateField("廃止日", null=True, blank=True)

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部署"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                # Coalesced here and below, because SQLite knows no NULLS NOT DISTINCT.
                "organisation",
                Coalesce("parent", 0),
                "name",
                Coalesce("valid_from", Value(date.min)),
                name="department_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="department_ends_after_start",
                violation_error_message="廃止日は設置日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent or ''}{self.name}"


class Office(AuditedModel):
    """A title that persons hold for a time; records name it, not the person (充て職)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offices", verbose_name="団体"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="部署"
    )
    title = models.CharField("職名", max_length=100)
    position = models.PositiveIntegerField("席次", default=0)

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "title"), name="office_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Role(AuditedModel):
    """A named set of rights, held as data."""

    class Code(models.TextChoices):
        """The roles the portal knows."""

        VIEWER = "viewer", "閲覧"
        STAFF = "staff", "職員"
        BODY_MEMBER = "body_member", "部員"
        EVALUATOR = "evaluator", "評価委員"
        SECRETARIAT = "secretariat", "事務局"
        DISCLOSURE_OFFICER = "disclosure_officer", "情報公開担当"
        MANAGER = "manager", "管理職"
        AUDITOR = "auditor", "監査"
        ADMINISTRATOR = "administrator", "システム管理"
        PUBLIC = "public", "一般"

    code = models.CharField("符号", max_length=30, choices=Code, unique=True)
    description = models.TextField("説明", blank=True)
    position = models.PositiveIntegerField("並び順", default=0)

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.get_code_display()


class RolePermission(AuditedModel):
    """One cell of the rights table: this role may do this verb to this family of nouns."""

    class Verb(models.TextChoices):
        """What may be done."""

        READ = "read", "読む"
        WRITE = "write", "書く"
        EXPORT = "export", "出力する"

    class Noun(models.TextChoices):
        """Families of nouns, named after the files that hold them."""

        BODIES = "meetings.bodies", "会議体・席・様式"
        SITTINGS = "meetings.sittings", "会議・議題・出席・資料"
        RECORD = "meetings.record", "会議録の行"
        DECISIONS = "meetings.decisions", "議決事項・決定・再検討・対応事項"
        DISCLOSURE = "portal.disclosure", "非公開箇所・公開用の書き換え"
        SOURCES = "portal.sources", "出典・典拠"
        CHECKS = "portal.checks", "食い違い"
        DAYS = "portal.days", "閉庁日・期限の決まり"
        FILES = "portal.files", "保存ファイル"
        LISTS = "portal.lists", "保存した一覧"
        JOBS = "portal.jobs", "長い仕事"
        NOTICES = "portal.notices", "お知らせ"
        HISTORY = "portal.history", "変更履歴"
        ACCOUNTS = "portal.accounts", "団体・部署・職・利用者・役割"

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions", verbose_name="役割")
    noun = models.CharField("対象", max_length=40, choices=Noun)
    verb = models.CharField("動作", max_length=10, choices=Verb)

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割の権限"
        constraints = [
            models.UniqueConstraint(fields=("role", "noun", "verb"), name="role_permission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role}：{self.get_noun_display()}を{self.get_verb_display()}"


class UserManager(BaseUserManager["User"]):
    """Looks users up by their staff number."""

    def get_queryset(self) -> AccountsQuerySet:
        """Users with the reads of the accounts."""
        return AccountsQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User | AnonymousUser") -> AccountsQuerySet:
        """The users that may be read."""
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this 職員番号."""
        return self.get(staff_number=username)


class User(AbstractBaseUser, AuditedModel):
    """Somebody who logs in with a 職員番号."""

    staff_number = models.CharField(
        "職員番号", max_length=30, unique=True, error_messages={"unique": "この職員番号は登録済みです。"}
    )
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="holders", verbose_name="職"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="部署"
    )
    is_active = models.BooleanField("利用できる", default=True)
    uses_keys = models.BooleanField("キー操作を使う", default=True)
    # Django would write the moment of each login outside any operation; the session table keeps it.
    last_login = None

    # A password hash has no place in a history that many may read.
    unrecorded_fields: ClassVar[tuple[str, ...]] = ("password",)

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ("staff_number",)

    def __str__(self) -> str:
        return self.name

    @property
    def actor_text(self) -> str:
        """Who this is, as the history keeps it: 職員番号, name and office at this time."""
        place = str(self.office or self.department or "")
        return f"{self.staff_number} {self.name}" + (f"（{place}）" if place else "")

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. An outdated hash is renewed as an act of the user's own."""
        from portal.accounts.actions import renew_password_hash

        return verified(
            raw_password, self.password, lambda password: renew_password_hash(user=self, password=password)
        )

    def may(self, verb: str, noun: str) -> bool:
        """Whether one of this user's roles allows the verb on the family of nouns."""
        return self.is_active and (noun, verb) in self._rights

    @property
    def _rights(self) -> set[tuple[str, str]]:
        if "_rights_cache" not in self.__dict__:
            self.__dict__["_rights_cache"] = set(
                RolePermission.objects.filter(role__grants__user=self).values_list("noun", "verb")
            )
        return self.__dict__["_rights_cache"]  # type: ignore[no-any-return]


class RoleGrant(AuditedModel):
    """A user holds a role, over a department's subtree or (without one) everywhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="利用者")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name="役割")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="範囲の部署"
    )

    objects = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割の付与"
        constraints = [
            models.UniqueConstraint("user", "role", Coalesce("department", 0), name="role_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.role}"
