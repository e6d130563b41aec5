from typing import Any

from django.db import migrations

from portal.search.phrases import tokens

LABEL = "meetings.minutesentry"


def index_entries(apps: Any, schema_editor: Any) -> None:
    """Rows that were written before there was an index."""
    search_text = apps.get_model("portal", "SearchText")
    rows = apps.get_model("meetings", "MinutesEntry")._base_manager.values_list("pk", "text")
    search_text.objects.bulk_create(
        (
            search_text(record_model=LABEL, record_key=key, tokens=tokens(text))
            for key, text in rows.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


def forget_entries(apps: Any, schema_editor: Any) -> None:
    apps.get_model("portal", "SearchText").objects.filter(record_model=LABEL).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_search_text"),
        ("meetings", "0003_reading_scopes"),
    ]

    operations = [migrations.RunPython(index_entries, forget_entries)]
