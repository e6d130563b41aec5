"""Forms of 庁内閲覧範囲 and 指名."""

from typing import Any

from meetings.forms.bodies import departments
from meetings.models import MeetingReader
from portal.accounts.models import Office, Person
from portal.site.forms import RecordForm


class ReaderForm(RecordForm):
    """A 指名: a person, an office or a department, one of the three."""

    class Meta:
        model = MeetingReader
        fields = ("person", "office", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everybody this user may read of."""
        super().__init__(*args, **kwargs)
        self.offer("person", Person.objects.all())
        self.offer(
            "office",
            Office.objects.select_related("organisation", "department__parent__parent__parent"),
            lambda office: office.full_name,
        )
        self.offer("department", departments())
        self.fields["person"].help_text = "人・職・部署のうち、一つだけを選びます。"
        self.fields["office"].help_text = "その日にこの職にある人が読めます。異動しても直す必要はありません。"
        self.fields["department"].help_text = "この部署と、その下の課・係の人が読めます。"
