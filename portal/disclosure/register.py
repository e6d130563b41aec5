"""仮名の登録簿: which real name a label stands for. Sealed: only those with the right to it read it."""

from django.db import models

from portal.audit.models import AuditedModel
from portal.disclosure.choices import EndTrigger, PseudonymKind
from portal.disclosure.visibility import FamilyQuerySet, Noun


class RegisterQuerySet(FamilyQuerySet):
    """Reads of the register."""

    noun = Noun.REGISTER


class Pseudonym(AuditedModel):
    """仮名: the label that stands in public for a real name, and every word that would unmask it."""

    label = models.CharField("仮名", max_length=20, help_text="例：A社")
    scope = models.CharField(
        "使う範囲", max_length=200, blank=True, help_text="例：次期電話システムの選定。空欄はすべて"
    )
    kind = models.CharField("種別", max_length=20, choices=PseudonymKind)
    entity = models.CharField("実の名", max_length=200, blank=True, help_text="空欄は「未登録」")
    aliases = models.TextField("別名", blank=True, help_text="1行に1つ。略称、英語の名、旧社名など")
    watch_words = models.TextField(
        "要注意語", blank=True, help_text="1行に1つ。製品の名など、それから実の名が分かる言葉"
    )
    reveal_trigger = models.CharField(
        "明かしてよくなる時", max_length=20, choices=EndTrigger, default=EndTrigger.NONE
    )
    is_retired = models.BooleanField("点検に使わない", default=False)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "仮名"
        ordering = ("label", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("label", "scope"),
                name="pseudonym_once",
                violation_error_message="この範囲には同じ仮名が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.label
