"""What may be done: roles, the rights table, and who holds which role over what."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from portal.accounts.choices import Noun as NounChoices
from portal.accounts.choices import Verb as VerbChoices
from portal.accounts.models.directory import Department, Office, Organisation
from portal.accounts.reach import Place
from portal.accounts.visibility import FamilyQuerySet, Reader, reach_of
from portal.audit.models import AuditedModel


class RolesQuerySet(FamilyQuerySet):
    """Reads of roles and of their rights."""

    noun = NounChoices.ACCOUNTS


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

    objects = RolesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.get_code_display()


class RolePermission(AuditedModel):
    """One cell of the rights table: this role may do this verb to this family of nouns."""

    Verb = VerbChoices
    Noun = NounChoices

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions", verbose_name="役割")
    noun = models.CharField("対象", max_length=40, choices=NounChoices)
    verb = models.CharField("動作", max_length=10, choices=VerbChoices)

    objects = RolesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割の権限"
        constraints = [
            models.UniqueConstraint(fields=("role", "noun", "verb"), name="role_permission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role}：{self.get_noun_display()}を{self.get_verb_display()}"


class GrantQuerySet(FamilyQuerySet):
    """Reads of grants."""

    noun = NounChoices.ACCOUNTS

    def visible_to(self, user: Reader) -> Self:
        """Grants to the users and offices this user may read."""
        reach = reach_of(user, VerbChoices.READ, self.noun)
        if reach.everywhere:
            return self
        if not reach:
            return self.none()
        users: Any = self.model._meta.get_field("user").related_model
        return self.filter(
            Q(user__in=users.objects.visible_to(user))
            | Q(office__in=Office.objects.reached(user, VerbChoices.READ, self.noun))
        )


class RoleGrant(AuditedModel):
    """A user, or whoever holds an office, has a role: everywhere, or only over a part.

    The part is an organisation, a department with all below it, or the bodies one has a seat in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="利用者",
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="職",
        help_text="その日にこの職にある人が、この役割を持つ",
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name="役割")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="範囲の団体",
        help_text="この団体の会議体などに限るとき",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="範囲の部署",
        help_text="この部署とその下の課・係が事務局の会議体などに限るとき",
    )
    own_bodies = models.BooleanField("席のある会議体に限る", default=False)

    errors_beside: ClassVar[dict[str, str]] = {
        "role_grant_once": "role",
        "role_grant_over_one_part": "department",
    }

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割の付与"
        constraints = [
            models.UniqueConstraint(
                Coalesce("user", 0),
                Coalesce("office", 0),
                "role",
                Coalesce("organisation", 0),
                Coalesce("department", 0),
                "own_bodies",
                name="role_grant_once",
                violation_error_message="同じ役割が、同じ範囲で既に付いています。",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, office=None) | Q(user=None, office__isnull=False),
                name="role_grant_to_user_or_office",
                violation_error_message="利用者か職のどちらか一つに付けてください。",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, department=None)
                | Q(organisation=None, own_bodies=False)
                | Q(department=None, own_bodies=False),
                name="role_grant_over_one_part",
                violation_error_message="範囲は、団体・部署・席のある会議体のうち一つだけにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.office}：{self.role}"

    @property
    def whereabouts(self) -> Place:
        """The part it is given over; the whole installation without one."""
        if self.department is not None:
            return self.department.whereabouts
        return Place(self.organisation_id)

    @property
    def over(self) -> str:
        """The part in words."""
        if self.own_bodies:
            return "席のある会議体"
        return str(self.department or self.organisation or "すべて")
