"""Where users belonged becomes what their persons are posted to; who had a department only gets an office in it."""

from datetime import date

from django.db import migrations
from django.db.models import Q

from portal.audit.operations import operation

BY = "system:migrate"
REASON = "利用者の職と部署を、人と配属に移す"
TITLE = "職員"
# Since when nobody wrote down; the fiscal year of the first records.
STARTS_ON = date(2024, 4, 1)


def post(apps, schema_editor):
    """One person and one posting for each user who belonged somewhere."""
    users = apps.get_model("portal", "User").objects.filter(~Q(office=None) | ~Q(department=None))
    if not users.exists():
        return
    with operation(by=BY, reason=REASON):
        for user in users.select_related("office", "department"):
            person = apps.get_model("portal", "Person").objects.create(
                name=user.name, kana=user.kana, user_id=user.pk
            )
            apps.get_model("portal", "Posting").objects.create(
                person=person, office=user.office or _office_in(apps, user.department), starts_on=STARTS_ON
            )


def _office_in(apps, department):
    offices = apps.get_model("portal", "Office").objects
    values = {"organisation_id": department.organisation_id, "department": department, "title": TITLE}
    return offices.filter(**values).first() or offices.create(**values)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0010_people_postings_and_scoped_grants"),
    ]

    operations = [migrations.RunPython(post, migrations.RunPython.noop)]
