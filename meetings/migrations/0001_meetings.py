import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("portal", "0001_ground"),
        ("portal", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="名称")),
                ("layout", models.JSONField(verbose_name="行と欄")),
            ],
            options={
                "verbose_name": "会議録の様式",
                "verbose_name_plural": "会議録の様式",
            },
        ),
        migrations.CreateModel(
            name="HistoricalMinutesForm",
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
                ("name", models.CharField(max_length=100, null=True, verbose_name="名称")),
                ("layout", models.JSONField(null=True, verbose_name="行と欄")),
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
                "verbose_name": "historical 会議録の様式",
                "verbose_name_plural": "historical 会議録の様式",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_a9aea8_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_minutesform_512f7ab3",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MeetingBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advisory", "附属機関"),
                            ("headquarters", "推進本部"),
                            ("subcommittee", "部会"),
                            ("project_team", "PT"),
                            ("working_group", "WG"),
                            ("council", "協議会"),
                            ("study_group", "研究会"),
                        ],
                        max_length=20,
                        verbose_name="種別",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例：豊島区行政情報化推進本部", max_length=200, verbose_name="名称"
                    ),
                ),
                (
                    "aliases",
                    models.CharField(
                        blank=True,
                        help_text="「、」で区切る。例：両部会",
                        max_length=200,
                        verbose_name="別名",
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="設置根拠")),
                ("composition", models.TextField(blank=True, verbose_name="構成")),
                ("quorum_rule", models.CharField(blank=True, max_length=200, verbose_name="定足数")),
                ("reports_to", models.CharField(blank=True, max_length=200, verbose_name="報告先")),
                (
                    "meeting_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        verbose_name="会議の公開区分の初期値",
                    ),
                ),
                (
                    "minutes_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        verbose_name="会議録の公開区分の初期値",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="portal.organisation",
                        verbose_name="団体",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="meetings.meetingbody",
                        verbose_name="上位の会議体",
                    ),
                ),
                (
                    "secretariat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="run_bodies",
                        to="portal.department",
                        verbose_name="事務局（担当課）",
                    ),
                ),
                (
                    "minutes_form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="meetings.minutesform",
                        verbose_name="会議録の様式",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議体",
                "verbose_name_plural": "会議体",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"),
                        name="body_once",
                        violation_error_message="この団体には同じ名称の会議体が既にあります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "fiscal_year",
                    models.PositiveSmallIntegerField(
                        help_text="4月1日の属する年。例：令和6年度は2024", verbose_name="年度"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="回次")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("in_person", "対面"),
                            ("online", "オンライン"),
                            ("hybrid", "併用"),
                            ("circulated", "書面・持ち回り"),
                        ],
                        default="in_person",
                        max_length=20,
                        verbose_name="開催形式",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="開始")),
                ("planned_end_at", models.DateTimeField(blank=True, null=True, verbose_name="終了予定")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="実際の終了")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="開催場所")),
                (
                    "meeting_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        verbose_name="会議の公開",
                    ),
                ),
                ("meeting_closure_reason", models.TextField(blank=True, verbose_name="会議の非公開理由")),
                (
                    "minutes_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        verbose_name="会議録の公開",
                    ),
                ),
                ("minutes_closure_reason", models.TextField(blank=True, verbose_name="会議録の非公開理由")),
                (
                    "observer_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="傍聴者数"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "予定"),
                            ("convened", "招集"),
                            ("held", "開催"),
                            ("ended", "終了"),
                            ("cancelled", "中止"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="会議の状態",
                    ),
                ),
                (
                    "minutes_state",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("circulated", "確認中"),
                            ("confirmed", "確認済"),
                            ("finalised", "確定"),
                            ("published", "公開"),
                            ("not_published", "公開しない"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="会議録の状態",
                    ),
                ),
                (
                    "held_when",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting",
                        to="portal.stateddate",
                        verbose_name="言われた開催時期",
                    ),
                ),
                (
                    "meeting_ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_meetings",
                        to="portal.disclosureground",
                        verbose_name="会議の非公開根拠",
                    ),
                ),
                (
                    "minutes_ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_minutes",
                        to="portal.disclosureground",
                        verbose_name="会議録の非公開根拠",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.meetingbody",
                        verbose_name="会議体",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議",
                "verbose_name_plural": "会議",
                "ordering": ("-fiscal_year", "-number", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "fiscal_year", "number"),
                        name="meeting_number_once",
                        violation_error_message="この会議体には、同じ年度の同じ回次の会議が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_end_at", None),
                            ("planned_end_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="meeting_planned_end_after_start",
                        violation_error_message="終了予定は開始より後にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="meeting_end_after_start",
                        violation_error_message="実際の終了は開始より後にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting_disclosure__in", ("partly_closed", "closed")), _negated=True),
                            models.Q(("meeting_closure_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_has_reason",
                        violation_error_message="一部非公開・非公開にするときは、理由を入力してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minutes_disclosure__in", ("partly_closed", "closed")), _negated=True),
                            models.Q(("minutes_closure_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="minutes_has_reason",
                        violation_error_message="一部非公開・非公開にするときは、理由を入力してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("confirmation", "確認事項"),
                            ("proposal", "議案"),
                            ("report", "報告事項"),
                            ("discussion", "協議事項"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        verbose_name="区分",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(help_text="区分ごとに1から", verbose_name="番号"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="題名")),
                (
                    "disclosure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        help_text="空欄は会議と同じ",
                        max_length=20,
                        verbose_name="公開区分",
                    ),
                ),
                ("closure_reason", models.TextField(blank=True, verbose_name="非公開理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("deliberated", "審議済"),
                            ("papers_only", "資料のみ"),
                            ("not_reached", "未審議"),
                        ],
                        default="not_reached",
                        max_length=20,
                        verbose_name="扱い",
                    ),
                ),
                ("outcome_line", models.CharField(blank=True, max_length=200, verbose_name="議決の記載")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "explainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explained_items",
                        to="portal.department",
                        verbose_name="説明する部署",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_items",
                        to="portal.disclosureground",
                        verbose_name="非公開根拠",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
            ],
            options={
                "verbose_name": "議題",
                "verbose_name_plural": "議題",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "category", "number"),
                        name="item_number_once_per_category",
                        violation_error_message="この区分には同じ番号の議題が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disclosure__in", ("partly_closed", "closed")), _negated=True),
                            models.Q(("closure_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="item_has_reason",
                        violation_error_message="一部非公開・非公開にするときは、理由を入力してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("chief", "本部長"),
                            ("deputy_chief", "副本部長"),
                            ("member", "部員"),
                            ("chair", "会長"),
                            ("acting_chair", "職務代理"),
                            ("committee_member", "委員"),
                            ("secretariat", "事務局"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="役割",
                    ),
                ),
                (
                    "deputy_order",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="代理の順"),
                ),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="席次")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="始まり")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="終わり")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.department",
                        verbose_name="部署",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.office",
                        verbose_name="職",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meetingbody",
                        verbose_name="会議体",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 席",
                "verbose_name_plural": "historical 席",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_6d28bf_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_seat_4dc1b883"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
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
                    "fiscal_year",
                    models.PositiveSmallIntegerField(
                        help_text="4月1日の属する年。例：令和6年度は2024", null=True, verbose_name="年度"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="回次")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("in_person", "対面"),
                            ("online", "オンライン"),
                            ("hybrid", "併用"),
                            ("circulated", "書面・持ち回り"),
                        ],
                        default="in_person",
                        max_length=20,
                        null=True,
                        verbose_name="開催形式",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="開始")),
                ("planned_end_at", models.DateTimeField(blank=True, null=True, verbose_name="終了予定")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="実際の終了")),
                ("venue", models.CharField(blank=True, max_length=200, null=True, verbose_name="開催場所")),
                (
                    "meeting_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        null=True,
                        verbose_name="会議の公開",
                    ),
                ),
                (
                    "meeting_closure_reason",
                    models.TextField(blank=True, null=True, verbose_name="会議の非公開理由"),
                ),
                (
                    "minutes_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        null=True,
                        verbose_name="会議録の公開",
                    ),
                ),
                (
                    "minutes_closure_reason",
                    models.TextField(blank=True, null=True, verbose_name="会議録の非公開理由"),
                ),
                (
                    "observer_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="傍聴者数"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "予定"),
                            ("convened", "招集"),
                            ("held", "開催"),
                            ("ended", "終了"),
                            ("cancelled", "中止"),
                        ],
                        default="planned",
                        max_length=20,
                        null=True,
                        verbose_name="会議の状態",
                    ),
                ),
                (
                    "minutes_state",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("circulated", "確認中"),
                            ("confirmed", "確認済"),
                            ("finalised", "確定"),
                            ("published", "公開"),
                            ("not_published", "公開しない"),
                        ],
                        default="draft",
                        max_length=20,
                        null=True,
                        verbose_name="会議録の状態",
                    ),
                ),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "held_when",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="言われた開催時期",
                    ),
                ),
                (
                    "meeting_ground",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.disclosureground",
                        verbose_name="会議の非公開根拠",
                    ),
                ),
                (
                    "minutes_ground",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.disclosureground",
                        verbose_name="会議録の非公開根拠",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meetingbody",
                        verbose_name="会議体",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 会議",
                "verbose_name_plural": "historical 会議",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_b0982d_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_meeting_db92fcc2"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeetingBody",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("advisory", "附属機関"),
                            ("headquarters", "推進本部"),
                            ("subcommittee", "部会"),
                            ("project_team", "PT"),
                            ("working_group", "WG"),
                            ("council", "協議会"),
                            ("study_group", "研究会"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種別",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例：豊島区行政情報化推進本部",
                        max_length=200,
                        null=True,
                        verbose_name="名称",
                    ),
                ),
                (
                    "aliases",
                    models.CharField(
                        blank=True,
                        help_text="「、」で区切る。例：両部会",
                        max_length=200,
                        null=True,
                        verbose_name="別名",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="設置根拠"),
                ),
                ("composition", models.TextField(blank=True, null=True, verbose_name="構成")),
                (
                    "quorum_rule",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="定足数"),
                ),
                (
                    "reports_to",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="報告先"),
                ),
                (
                    "meeting_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        null=True,
                        verbose_name="会議の公開区分の初期値",
                    ),
                ),
                (
                    "minutes_disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        default="on_the_day",
                        max_length=20,
                        null=True,
                        verbose_name="会議録の公開区分の初期値",
                    ),
                ),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.organisation",
                        verbose_name="団体",
                    ),
                ),
                (
                    "secretariat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.department",
                        verbose_name="事務局（担当課）",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meetingbody",
                        verbose_name="上位の会議体",
                    ),
                ),
                (
                    "minutes_form",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.minutesform",
                        verbose_name="会議録の様式",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 会議体",
                "verbose_name_plural": "historical 会議体",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_622c55_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_meetingbody_8073a249",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="番号")),
                ("asked", models.TextField(verbose_name="求められたこと")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
            ],
            options={
                "verbose_name": "議決事項",
                "verbose_name_plural": "議決事項",
                "ordering": ("item__position", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "number"),
                        name="motion_once",
                        violation_error_message="この議題には同じ番号の議決事項が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True), name="motion_asks_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "worker_words",
                    models.CharField(blank=True, max_length=200, verbose_name="検討する者の記載"),
                ),
                (
                    "decider_kind",
                    models.CharField(
                        choices=[
                            ("meeting", "会議に戻す"),
                            ("head", "長が決める"),
                            ("not_stated", "記載なし"),
                        ],
                        max_length=20,
                        verbose_name="決める者",
                    ),
                ),
                ("decider", models.CharField(blank=True, max_length=100, verbose_name="決める者の名")),
                ("due_named_by", models.CharField(blank=True, max_length=100, verbose_name="期限を言った者")),
                (
                    "needed_inputs",
                    models.TextField(blank=True, help_text="1行に1件", verbose_name="決めるために必要なこと"),
                ),
                (
                    "due",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferral",
                        to="portal.stateddate",
                        verbose_name="期限",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferrals",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferrals",
                        to="portal.department",
                        verbose_name="検討する部署",
                    ),
                ),
                (
                    "closing_motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_deferrals",
                        to="meetings.motion",
                        verbose_name="決着した議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "再検討・継続の管理",
                "verbose_name_plural": "再検討・継続の管理",
                "ordering": ("item", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decider_kind", "head"), _negated=True),
                            models.Q(("decider", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deferral_head_named",
                        violation_error_message="長が決めるときは、その職を入力してください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDeferral",
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
                    "worker_words",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="検討する者の記載"),
                ),
                (
                    "decider_kind",
                    models.CharField(
                        choices=[
                            ("meeting", "会議に戻す"),
                            ("head", "長が決める"),
                            ("not_stated", "記載なし"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="決める者",
                    ),
                ),
                (
                    "decider",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="決める者の名"),
                ),
                (
                    "due_named_by",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="期限を言った者"),
                ),
                (
                    "needed_inputs",
                    models.TextField(
                        blank=True, help_text="1行に1件", null=True, verbose_name="決めるために必要なこと"
                    ),
                ),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="期限",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.department",
                        verbose_name="検討する部署",
                    ),
                ),
                (
                    "closing_motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.motion",
                        verbose_name="決着した議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 再検討・継続の管理",
                "verbose_name_plural": "historical 再検討・継続の管理",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_44c597_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_deferral_034c7556",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved_as_proposed", "案のとおり承認"),
                            ("approved_as_amended", "修正承認"),
                            ("reconsider", "再検討"),
                            ("carried_over", "継続審議"),
                            ("acknowledged", "報告了承"),
                            ("rejected", "否決"),
                            ("withdrawn", "取下げ"),
                        ],
                        max_length=30,
                        null=True,
                        verbose_name="結果",
                    ),
                ),
                (
                    "sentence",
                    models.TextField(
                        help_text="資料を見なくても分かる一文で", null=True, verbose_name="決定の文"
                    ),
                ),
                ("effective_on", models.DateField(null=True, verbose_name="効力の日")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめた時")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた人",
                    ),
                ),
                (
                    "deferral",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.deferral",
                        verbose_name="再検討",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.motion",
                        verbose_name="議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 決定",
                "verbose_name_plural": "historical 決定",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_8b43f4_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_decision_405182eb",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved_as_proposed", "案のとおり承認"),
                            ("approved_as_amended", "修正承認"),
                            ("reconsider", "再検討"),
                            ("carried_over", "継続審議"),
                            ("acknowledged", "報告了承"),
                            ("rejected", "否決"),
                            ("withdrawn", "取下げ"),
                        ],
                        max_length=30,
                        verbose_name="結果",
                    ),
                ),
                (
                    "sentence",
                    models.TextField(help_text="資料を見なくても分かる一文で", verbose_name="決定の文"),
                ),
                ("effective_on", models.DateField(verbose_name="効力の日")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめた時")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた人",
                    ),
                ),
                (
                    "deferral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.deferral",
                        verbose_name="再検討",
                    ),
                ),
                (
                    "motion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="meetings.motion",
                        verbose_name="議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "決定",
                "verbose_name_plural": "決定",
                "ordering": ("motion__item__position", "motion__number"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True),
                        name="decision_has_sentence",
                        violation_error_message="決定の文を入力してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_confirmed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chief", "本部長"),
                            ("deputy_chief", "副本部長"),
                            ("member", "部員"),
                            ("chair", "会長"),
                            ("acting_chair", "職務代理"),
                            ("committee_member", "委員"),
                            ("secretariat", "事務局"),
                        ],
                        max_length=20,
                        verbose_name="役割",
                    ),
                ),
                (
                    "deputy_order",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="代理の順"),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="席次")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="始まり")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="終わり")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="meetings.meetingbody",
                        verbose_name="会議体",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="portal.department",
                        verbose_name="部署",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="portal.office",
                        verbose_name="職",
                    ),
                ),
            ],
            options={
                "verbose_name": "席",
                "verbose_name_plural": "席",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("department__isnull", False), ("office", None)),
                            models.Q(("department", None), ("office__isnull", False)),
                            _connector="OR",
                        ),
                        name="seat_is_office_or_department",
                        violation_error_message="職か部署のどちらか一つを選んでください。",
                    ),
                    models.UniqueConstraint(
                        models.F("body"),
                        django.db.models.functions.comparison.Coalesce("office", 0),
                        django.db.models.functions.comparison.Coalesce("department", 0),
                        models.F("role"),
                        django.db.models.functions.comparison.Coalesce(
                            "valid_from", models.Value(datetime.date(1, 1, 1))
                        ),
                        name="seat_once",
                        violation_error_message="同じ席が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="seat_ends_after_start",
                        violation_error_message="終わりは始まり以後の日にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("position", models.PositiveIntegerField(verbose_name="並び順")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heading", "見出し"),
                            ("narrative", "地の文"),
                            ("summary", "要旨"),
                            ("speech", "発言"),
                            ("stage", "ト書き"),
                            ("outcome", "議決の記載"),
                            ("time", "時刻の記載"),
                        ],
                        max_length=20,
                        verbose_name="種別",
                    ),
                ),
                ("speaker_label", models.CharField(blank=True, max_length=50, verbose_name="発言者の表示")),
                ("text", models.TextField(verbose_name="本文")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="meetings.seat",
                        verbose_name="発言した席",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議録の行",
                "verbose_name_plural": "会議録の行",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "position"),
                        name="entry_position_once",
                        violation_error_message="この会議録には同じ位置の行が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "speech"), _negated=True),
                            models.Q(("speaker_label", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_speech_has_speaker",
                        violation_error_message="発言には発言者を入力してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPriorReference",
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
                ("subject", models.CharField(max_length=300, null=True, verbose_name="何があったか")),
                ("words", models.TextField(null=True, verbose_name="会議での言葉")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "when",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="時期",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.minutesentry",
                        verbose_name="もとの行",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 経緯",
                "verbose_name_plural": "historical 経緯",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_ad3cf2_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_priorreference_3245f749",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitment",
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
                ("number", models.PositiveSmallIntegerField(null=True, verbose_name="番号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promise", "約束"),
                            ("instruction", "指示"),
                            ("request", "要望"),
                            ("policy", "方針"),
                            ("report", "報告"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種別",
                    ),
                ),
                ("subject", models.CharField(max_length=300, null=True, verbose_name="内容")),
                (
                    "owner_label",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="担当の記載"),
                ),
                ("words", models.TextField(null=True, verbose_name="会議での言葉")),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        help_text="例：結論が出たら",
                        max_length=200,
                        null=True,
                        verbose_name="条件",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未完了"), ("done", "完了"), ("dropped", "取りやめ")],
                        default="open",
                        max_length=10,
                        null=True,
                        verbose_name="状態",
                    ),
                ),
                ("evidence", models.TextField(blank=True, null=True, verbose_name="完了の根拠")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="期限",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.department",
                        verbose_name="担当する部署",
                    ),
                ),
                (
                    "starts",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="着手",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.minutesentry",
                        verbose_name="もとの発言",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 対応事項（宿題）",
                "verbose_name_plural": "historical 対応事項（宿題）",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_5b5a88_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_commitment_050621e0",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAnnotation",
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
                    "kind",
                    models.CharField(
                        choices=[("sic", "原文ママ")], max_length=10, null=True, verbose_name="種別"
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True, verbose_name="始まり")),
                ("end", models.PositiveIntegerField(null=True, verbose_name="終わり")),
                ("words", models.CharField(max_length=200, null=True, verbose_name="言葉")),
                ("note", models.CharField(blank=True, max_length=200, null=True, verbose_name="注")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.minutesentry",
                        verbose_name="行",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 行の注",
                "verbose_name_plural": "historical 行の注",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_3ff84d_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_annotation_53209070",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promise", "約束"),
                            ("instruction", "指示"),
                            ("request", "要望"),
                            ("policy", "方針"),
                            ("report", "報告"),
                        ],
                        max_length=20,
                        verbose_name="種別",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="内容")),
                ("owner_label", models.CharField(blank=True, max_length=100, verbose_name="担当の記載")),
                ("words", models.TextField(verbose_name="会議での言葉")),
                (
                    "condition",
                    models.CharField(
                        blank=True, help_text="例：結論が出たら", max_length=200, verbose_name="条件"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未完了"), ("done", "完了"), ("dropped", "取りやめ")],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="完了の根拠")),
                (
                    "due",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_commitment",
                        to="portal.stateddate",
                        verbose_name="期限",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="portal.department",
                        verbose_name="担当する部署",
                    ),
                ),
                (
                    "starts",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begun_commitment",
                        to="portal.stateddate",
                        verbose_name="着手",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="meetings.minutesentry",
                        verbose_name="もとの発言",
                    ),
                ),
            ],
            options={
                "verbose_name": "対応事項（宿題）",
                "verbose_name_plural": "対応事項（宿題）",
                "ordering": ("meeting", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"),
                        name="commitment_number_once",
                        violation_error_message="この会議には同じ番号の対応事項が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_done_with_evidence",
                        violation_error_message="完了にするときは、その根拠を入力してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Annotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("kind", models.CharField(choices=[("sic", "原文ママ")], max_length=10, verbose_name="種別")),
                ("start", models.PositiveIntegerField(verbose_name="始まり")),
                ("end", models.PositiveIntegerField(verbose_name="終わり")),
                ("words", models.CharField(max_length=200, verbose_name="言葉")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="注")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="annotations",
                        to="meetings.minutesentry",
                        verbose_name="行",
                    ),
                ),
            ],
            options={
                "verbose_name": "行の注",
                "verbose_name_plural": "行の注",
                "ordering": ("entry", "start"),
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "kind", "start"), name="annotation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="annotation_span_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalConsultation",
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
                    "party",
                    models.CharField(
                        help_text="例：区長、財政課長", max_length=100, null=True, verbose_name="だれと"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="例：事前協議、意見", max_length=100, null=True, verbose_name="種別"
                    ),
                ),
                ("words", models.TextField(null=True, verbose_name="会議での言葉")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "when",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.stateddate",
                        verbose_name="時期",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.minutesentry",
                        verbose_name="もとの行",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.motion",
                        verbose_name="議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 事前協議・意見",
                "verbose_name_plural": "historical 事前協議・意見",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_f27fd7_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_consultation_85895ff5",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "party",
                    models.CharField(help_text="例：区長、財政課長", max_length=100, verbose_name="だれと"),
                ),
                (
                    "kind",
                    models.CharField(help_text="例：事前協議、意見", max_length=100, verbose_name="種別"),
                ),
                ("words", models.TextField(verbose_name="会議での言葉")),
                (
                    "when",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation",
                        to="portal.stateddate",
                        verbose_name="時期",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="meetings.minutesentry",
                        verbose_name="もとの行",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="meetings.motion",
                        verbose_name="議決事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "事前協議・意見",
                "verbose_name_plural": "事前協議・意見",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "party", "words"), name="consultation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("subject", models.CharField(max_length=300, verbose_name="何があったか")),
                ("words", models.TextField(verbose_name="会議での言葉")),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_references",
                        to="meetings.minutesentry",
                        verbose_name="もとの行",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_references",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_references",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "when",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prior_reference",
                        to="portal.stateddate",
                        verbose_name="時期",
                    ),
                ),
            ],
            options={
                "verbose_name": "経緯",
                "verbose_name_plural": "経緯",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "subject"), name="prior_reference_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMinutesEntry",
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
                ("position", models.PositiveIntegerField(null=True, verbose_name="並び順")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heading", "見出し"),
                            ("narrative", "地の文"),
                            ("summary", "要旨"),
                            ("speech", "発言"),
                            ("stage", "ト書き"),
                            ("outcome", "議決の記載"),
                            ("time", "時刻の記載"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種別",
                    ),
                ),
                (
                    "speaker_label",
                    models.CharField(blank=True, max_length=50, null=True, verbose_name="発言者の表示"),
                ),
                ("text", models.TextField(null=True, verbose_name="本文")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.seat",
                        verbose_name="発言した席",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 会議録の行",
                "verbose_name_plural": "historical 会議録の行",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_18f910_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_minutesentry_d202d7f6",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
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
                    "group",
                    models.CharField(
                        choices=[("members", "部員"), ("secretariat", "事務局")],
                        max_length=20,
                        null=True,
                        verbose_name="欄",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("absent", "欠席"),
                            ("deputy", "代理出席"),
                            ("partial", "途中出退席"),
                        ],
                        default="present",
                        max_length=10,
                        null=True,
                        verbose_name="出欠",
                    ),
                ),
                (
                    "deputy_name",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="代理の職"),
                ),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="途中から")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="途中まで")),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="並び順")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.seat",
                        verbose_name="席",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 出席",
                "verbose_name_plural": "historical 出席",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_17f418_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_attendance_b318b006",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "group",
                    models.CharField(
                        choices=[("members", "部員"), ("secretariat", "事務局")],
                        max_length=20,
                        verbose_name="欄",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("absent", "欠席"),
                            ("deputy", "代理出席"),
                            ("partial", "途中出退席"),
                        ],
                        default="present",
                        max_length=10,
                        verbose_name="出欠",
                    ),
                ),
                ("deputy_name", models.CharField(blank=True, max_length=100, verbose_name="代理の職")),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="途中から")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="途中まで")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="meetings.seat",
                        verbose_name="席",
                    ),
                ),
            ],
            options={
                "verbose_name": "出席",
                "verbose_name_plural": "出席",
                "ordering": ("group", "position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seat"),
                        name="attendance_once",
                        violation_error_message="この席の出欠は既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "deputy"), _negated=True),
                            models.Q(("deputy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_deputy_named",
                        violation_error_message="代理出席のときは、代理の職を入力してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            ("arrived_at", None),
                            ("left_at__gt", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="attendance_leaves_after_arriving",
                        violation_error_message="「途中まで」は「途中から」より後にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMotion",
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
                ("number", models.PositiveSmallIntegerField(default=1, null=True, verbose_name="番号")),
                ("asked", models.TextField(null=True, verbose_name="求められたこと")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 議決事項",
                "verbose_name_plural": "historical 議決事項",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_e93043_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_motion_3a5c4306"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHandout",
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
                    "number",
                    models.CharField(help_text="例：3-1", max_length=20, null=True, verbose_name="番号"),
                ),
                (
                    "printed_number",
                    models.CharField(blank=True, max_length=40, null=True, verbose_name="記載どおりの番号"),
                ),
                ("title", models.CharField(max_length=300, null=True, verbose_name="題名")),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                            ("unset", "未設定"),
                        ],
                        default="unset",
                        max_length=20,
                        null=True,
                        verbose_name="公開区分",
                    ),
                ),
                ("closure_reason", models.TextField(blank=True, null=True, verbose_name="非公開理由")),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="並び順")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.disclosureground",
                        verbose_name="非公開根拠",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 資料",
                "verbose_name_plural": "historical 資料",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_8fb292_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_handout_21e7c334"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
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
                    "category",
                    models.CharField(
                        choices=[
                            ("confirmation", "確認事項"),
                            ("proposal", "議案"),
                            ("report", "報告事項"),
                            ("discussion", "協議事項"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="区分",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="区分ごとに1から", null=True, verbose_name="番号"
                    ),
                ),
                ("title", models.CharField(max_length=300, null=True, verbose_name="題名")),
                (
                    "disclosure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                        ],
                        help_text="空欄は会議と同じ",
                        max_length=20,
                        null=True,
                        verbose_name="公開区分",
                    ),
                ),
                ("closure_reason", models.TextField(blank=True, null=True, verbose_name="非公開理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("deliberated", "審議済"),
                            ("papers_only", "資料のみ"),
                            ("not_reached", "未審議"),
                        ],
                        default="not_reached",
                        max_length=20,
                        null=True,
                        verbose_name="扱い",
                    ),
                ),
                (
                    "outcome_line",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="議決の記載"),
                ),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="並び順")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "explainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.department",
                        verbose_name="説明する部署",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.disclosureground",
                        verbose_name="非公開根拠",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 議題",
                "verbose_name_plural": "historical 議題",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="meetings_hi_id_6b7ffc_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_agendaitem_a892b492",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("number", models.CharField(help_text="例：3-1", max_length=20, verbose_name="番号")),
                (
                    "printed_number",
                    models.CharField(blank=True, max_length=40, verbose_name="記載どおりの番号"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="題名")),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("open", "公開"),
                            ("partly_closed", "一部非公開"),
                            ("closed", "非公開"),
                            ("on_the_day", "当日決定"),
                            ("unset", "未設定"),
                        ],
                        default="unset",
                        max_length=20,
                        verbose_name="公開区分",
                    ),
                ),
                ("closure_reason", models.TextField(blank=True, verbose_name="非公開理由")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_handouts",
                        to="portal.disclosureground",
                        verbose_name="非公開根拠",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handouts",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handouts",
                        to="meetings.meeting",
                        verbose_name="会議",
                    ),
                ),
            ],
            options={
                "verbose_name": "資料",
                "verbose_name_plural": "資料",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"),
                        name="handout_number_once",
                        violation_error_message="この会議には同じ番号の資料が既にあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disclosure__in", ("partly_closed", "closed")), _negated=True),
                            models.Q(("closure_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="handout_has_reason",
                        violation_error_message="一部非公開・非公開にするときは、理由を入力してください。",
                    ),
                ],
            },
        ),
    ]
