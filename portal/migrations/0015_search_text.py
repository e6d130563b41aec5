from typing import Any

from django.db import migrations, models

import portal.search.models

# The words stand in the table itself; the index beside it follows every row of it. A migration that lets SQLite
# make the table anew drops these triggers and has to create them again.
SQLITE = (
    "CREATE VIRTUAL TABLE portal_searchtext_fts USING fts5("
    "tokens, content='portal_searchtext', content_rowid='id', tokenize='ascii', prefix='7')",
    "CREATE TRIGGER portal_searchtext_put AFTER INSERT ON portal_searchtext BEGIN "
    "INSERT INTO portal_searchtext_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER portal_searchtext_gone AFTER DELETE ON portal_searchtext BEGIN "
    "INSERT INTO portal_searchtext_fts(portal_searchtext_fts, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER portal_searchtext_moved AFTER UPDATE ON portal_searchtext BEGIN "
    "INSERT INTO portal_searchtext_fts(portal_searchtext_fts, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO portal_searchtext_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
)
POSTGRESQL = (
    "CREATE INDEX portal_searchtext_words ON portal_searchtext USING gin (to_tsvector('simple', tokens))",
)


def index(apps: Any, schema_editor: Any) -> None:
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, None)


def drop_index(apps: Any, schema_editor: Any) -> None:
    """The triggers and the index of PostgreSQL go with their table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE portal_searchtext_fts", None)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_watch_words_and_pseudonyms"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_model", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(verbose_name="記録の番号")),
                ("tokens", portal.search.models.TokensField(verbose_name="索引の語")),
            ],
            options={
                "verbose_name": "検索の索引",
                "verbose_name_plural": "検索の索引",
                "constraints": [
                    models.UniqueConstraint(fields=("record_model", "record_key"), name="search_text_once")
                ],
            },
        ),
        migrations.RunPython(index, drop_index),
    ]
