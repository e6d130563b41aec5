"""The form field of an upload: what is chosen is checked here, before any action sees it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from portal.files.choices import UPLOADED, FileKind
from portal.files.rules import Upload, checked_upload, in_words


class OneFileInput(forms.FileInput):
    """Hands over everything that was sent under its name, so that the field can count."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of this name, or None."""
        return files.getlist(name) or None if hasattr(files, "getlist") else files.get(name)


class UploadField(forms.Field):
    """One file, of a kind that is told by its content; its value is an ``Upload``."""

    widget = OneFileInput

    def __init__(self, *, accepted: Collection[FileKind] = UPLOADED, **kwargs: Any) -> None:
        """``accepted`` kinds; else what ``forms.Field`` takes."""
        self.accepted = accepted
        labels = "、".join(kind.label for kind in FileKind if kind in accepted)
        kwargs.setdefault("help_text", f"{labels}。{in_words(settings.UPLOAD_LIMIT)}まで、1件。")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Upload | None:
        """Check that it is one, then its size, name and kind."""
        if not value:
            return None
        if len(value) > 1:
            raise ValidationError(f"登録できるのは1件です（{len(value)}件が選ばれています）。")
        return checked_upload(value[0], self.accepted)

    def prepare_value(self, value: Any) -> str:
        """The names of what was chosen, for a page that shows both texts."""
        return "、".join(sent.name for sent in value or ())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whatever was chosen is new."""
        return bool(data)
