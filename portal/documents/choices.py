"""The vocabulary of printed documents."""

from django.db import models


class EditionAudience(models.TextChoices):
    """For whom an edition is made."""

    INTERNAL = "internal", "原本"
    PUBLIC = "public", "公開用"
