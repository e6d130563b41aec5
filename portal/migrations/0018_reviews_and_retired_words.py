import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0017_rights_over_the_life_of_a_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalWithholdingReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, null=True, verbose_name="ID")),
                ("operation_id", models.UUIDField(null=True, verbose_name="操作番号")),
                ("history_actor", models.TextField(null=True, verbose_name="操作した人")),
                ("valid_until", models.DateTimeField(null=True, verbose_name="次の変更の時刻")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, null=True, verbose_name="版数"),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_user_id", models.BigIntegerField(null=True)),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("request", "開示請求"),
                            ("ended", "非公開の終わりが来た"),
                            ("other", "その他"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="きっかけ",
                    ),
                ),
                ("opened_on", models.DateField(null=True, verbose_name="受けた日")),
                (
                    "request_number",
                    models.CharField(blank=True, max_length=50, null=True, verbose_name="請求の番号"),
                ),
                ("asked", models.TextField(blank=True, null=True, verbose_name="求められたこと")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("release", "公開する"), ("keep", "非公開を続ける")],
                        max_length=10,
                        null=True,
                        verbose_name="結論",
                    ),
                ),
                ("answer_reason", models.TextField(blank=True, null=True, verbose_name="結論の理由")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="結論の日")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 非公開の見直し",
                "verbose_name_plural": "historical 非公開の見直し",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="WithholdingReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("request", "開示請求"),
                            ("ended", "非公開の終わりが来た"),
                            ("other", "その他"),
                        ],
                        max_length=10,
                        verbose_name="きっかけ",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="受けた日")),
                ("request_number", models.CharField(blank=True, max_length=50, verbose_name="請求の番号")),
                ("asked", models.TextField(blank=True, verbose_name="求められたこと")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("release", "公開する"), ("keep", "非公開を続ける")],
                        max_length=10,
                        verbose_name="結論",
                    ),
                ),
                ("answer_reason", models.TextField(blank=True, verbose_name="結論の理由")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="結論の日")),
            ],
            options={
                "verbose_name": "非公開の見直し",
                "verbose_name_plural": "非公開の見直し",
                "ordering": ("-opened_on", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="withholding",
            name="withholding_once",
        ),
        migrations.AddField(
            model_name="historicalpseudonym",
            name="is_retired",
            field=models.BooleanField(default=False, null=True, verbose_name="点検に使わない"),
        ),
        migrations.AddField(
            model_name="historicalwatchword",
            name="is_retired",
            field=models.BooleanField(default=False, null=True, verbose_name="点検に使わない"),
        ),
        migrations.AddField(
            model_name="pseudonym",
            name="is_retired",
            field=models.BooleanField(default=False, verbose_name="点検に使わない"),
        ),
        migrations.AddField(
            model_name="watchword",
            name="is_retired",
            field=models.BooleanField(default=False, verbose_name="点検に使わない"),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.UniqueConstraint(
                models.F("record_model"),
                models.F("record_key"),
                models.F("field"),
                django.db.models.functions.comparison.Coalesce("start", -1),
                condition=models.Q(("state", "in_force")),
                name="withholding_once",
                violation_error_message="ここは既に非公開です。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="substitution",
            name="substitution_once",
            constraint=models.UniqueConstraint(
                models.F("record_model"),
                models.F("record_key"),
                models.F("field"),
                django.db.models.functions.comparison.Coalesce("start", -1),
                name="substitution_once",
                violation_error_message="ここは既に書き換えてあります。",
            ),
        ),
        migrations.AddField(
            model_name="historicalwithholdingreview",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="結論を出した人",
            ),
        ),
        migrations.AddField(
            model_name="historicalwithholdingreview",
            name="withholding",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="portal.withholding",
                verbose_name="非公開箇所",
            ),
        ),
        migrations.AddField(
            model_name="withholdingreview",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
                verbose_name="結論を出した人",
            ),
        ),
        migrations.AddField(
            model_name="withholdingreview",
            name="withholding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="portal.withholding",
                verbose_name="非公開箇所",
            ),
        ),
        migrations.AddIndex(
            model_name="historicalwithholdingreview",
            index=models.Index(
                fields=["id", "valid_until", "history_date"], name="portal_hist_id_59dd6e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="historicalwithholdingreview",
            index=models.Index(
                condition=models.Q(("valid_until", None)),
                fields=["id"],
                name="last_withholdingrevie_f17d30e2",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholdingreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "")),
                fields=("withholding",),
                name="review_open_once",
                violation_error_message="この箇所の見直しは、既に始まっています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholdingreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answer_reason", ""), ("answered_on", None)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_on__isnull", False),
                        models.Q(("answer_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="review_answer_has_day_and_reason",
            ),
        ),
    ]
