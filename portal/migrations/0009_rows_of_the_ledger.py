"""Each change of the ledger knows its row of history."""

from django.db import migrations, models

from portal.audit.backends.tables import CHANGES, audited_tables


def find_rows(apps, editor):
    """Number the changes written so far; what is hashed stays as it is."""
    quote = editor.quote_name
    with editor.wall_lowered([CHANGES]), editor.connection.cursor() as cursor:
        for table in audited_tables(editor.connection):
            cursor.execute(
                f"UPDATE {CHANGES} SET history_row = (SELECT h.history_id FROM {quote(table.history)} h"
                f" WHERE h.{quote(table.key)} = record_key AND h.version = record_version"
                f" AND h.operation_id = {CHANGES}.operation_id) WHERE record_model = %s",
                [table.label],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="history_row",
            field=models.BigIntegerField(null=True, verbose_name="履歴の行の番号"),
        ),
        migrations.AlterField(
            model_name="operation",
            name="sequence",
            field=models.IntegerField(primary_key=True, serialize=False, verbose_name="通番"),
        ),
        migrations.AlterField(
            model_name="operation",
            name="user_id",
            field=models.BigIntegerField(null=True, verbose_name="利用者の番号"),
        ),
        migrations.RunPython(find_rows, migrations.RunPython.noop),
    ]
