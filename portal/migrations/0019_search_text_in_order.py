from typing import Any

from django.db import migrations

# The words of a row are taken apart once, when they are written; SQLite's index keeps them as it is.
POSTGRESQL = (
    "DROP INDEX portal_searchtext_words",
    "ALTER TABLE portal_searchtext ADD COLUMN vector tsvector"
    " GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED",
    "CREATE INDEX portal_searchtext_words ON portal_searchtext USING gin (vector)",
)
BACK = (
    "ALTER TABLE portal_searchtext DROP COLUMN vector",
    "CREATE INDEX portal_searchtext_words ON portal_searchtext USING gin (to_tsvector('simple', tokens))",
)


def keep_vectors(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement, None)


def drop_vectors(apps: Any, schema_editor: Any) -> None:
    for statement in BACK if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0018_reviews_and_retired_words"),
    ]

    operations = [migrations.RunPython(keep_vectors, drop_vectors)]
