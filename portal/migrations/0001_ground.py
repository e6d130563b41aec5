import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import portal.accounts.codes
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("operation_id", models.UUIDField(db_index=True, verbose_name="操作番号")),
                ("record_model", models.CharField(max_length=100, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(verbose_name="記録の番号")),
                ("record_version", models.BigIntegerField(verbose_name="版数")),
                ("kind", models.CharField(max_length=1, verbose_name="動作")),
                ("text", models.TextField(verbose_name="記録文")),
                ("salt", models.CharField(max_length=32, null=True, verbose_name="塩")),
                ("digest", models.CharField(max_length=64, verbose_name="要約値")),
            ],
            options={
                "verbose_name": "変更",
                "verbose_name_plural": "変更",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="通番")),
                ("operation_id", models.UUIDField(unique=True, verbose_name="操作番号")),
                ("at", models.DateTimeField(db_index=True, verbose_name="日時")),
                ("actor", models.TextField(verbose_name="操作した人")),
                ("user_id", models.BigIntegerField(db_index=True, null=True, verbose_name="利用者の番号")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("text", models.TextField(verbose_name="記録文")),
                ("salt", models.CharField(max_length=32, null=True, verbose_name="塩")),
                ("digest", models.CharField(max_length=64, verbose_name="要約値")),
                ("change_count", models.BigIntegerField(verbose_name="変更の数")),
                ("last_change", models.BigIntegerField(verbose_name="最後の変更の番号")),
                ("previous_hash", models.CharField(max_length=64, verbose_name="直前の封")),
                ("block_hash", models.CharField(max_length=64, verbose_name="封")),
            ],
            options={
                "verbose_name": "操作",
                "verbose_name_plural": "操作",
                "ordering": ("-sequence",),
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("viewer", "閲覧"),
                            ("staff", "職員"),
                            ("body_member", "部員"),
                            ("evaluator", "評価委員"),
                            ("secretariat", "事務局"),
                            ("disclosure_officer", "情報公開担当"),
                            ("manager", "管理職"),
                            ("auditor", "監査"),
                            ("administrator", "システム管理"),
                            ("public", "一般"),
                        ],
                        max_length=30,
                        unique=True,
                        verbose_name="符号",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="説明")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="並び順")),
            ],
            options={
                "verbose_name": "役割",
                "verbose_name_plural": "役割",
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("title", models.CharField(max_length=200, unique=True, verbose_name="題名")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="発行者")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "会議録"),
                            ("report", "報告書"),
                            ("rule", "例規"),
                            ("survey", "調査"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        verbose_name="種別",
                    ),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="日付")),
                (
                    "original",
                    models.CharField(
                        blank=True, help_text="空欄は「原本未登録」", max_length=200, verbose_name="原本"
                    ),
                ),
                ("missing_figures", models.TextField(blank=True, verbose_name="本文に無い図表")),
            ],
            options={
                "verbose_name": "出典",
                "verbose_name_plural": "出典",
            },
        ),
        migrations.CreateModel(
            name="DisclosureGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("ordinance", models.CharField(max_length=100, verbose_name="条例")),
                (
                    "article",
                    models.CharField(
                        blank=True, help_text="空欄は「条項は未登録」", max_length=50, verbose_name="条項"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("personal", "個人情報"),
                            ("corporate", "法人等の事業活動情報"),
                            ("public_safety", "公共の安全に関する情報"),
                            ("deliberation", "審議検討情報"),
                            ("operations", "事務事業情報"),
                            ("legal", "法令秘情報"),
                            ("intergovernmental", "国等との協力関係情報"),
                            ("voluntary", "任意提供情報"),
                        ],
                        max_length=20,
                        verbose_name="分類",
                    ),
                ),
                ("label", models.CharField(max_length=50, verbose_name="名称")),
            ],
            options={
                "verbose_name": "非公開根拠",
                "verbose_name_plural": "非公開根拠",
                "constraints": [
                    models.UniqueConstraint(fields=("ordinance", "label"), name="disclosure_ground_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDisclosureGround",
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
                ("ordinance", models.CharField(max_length=100, null=True, verbose_name="条例")),
                (
                    "article",
                    models.CharField(
                        blank=True,
                        help_text="空欄は「条項は未登録」",
                        max_length=50,
                        null=True,
                        verbose_name="条項",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("personal", "個人情報"),
                            ("corporate", "法人等の事業活動情報"),
                            ("public_safety", "公共の安全に関する情報"),
                            ("deliberation", "審議検討情報"),
                            ("operations", "事務事業情報"),
                            ("legal", "法令秘情報"),
                            ("intergovernmental", "国等との協力関係情報"),
                            ("voluntary", "任意提供情報"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="分類",
                    ),
                ),
                ("label", models.CharField(max_length=50, null=True, verbose_name="名称")),
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
                "verbose_name": "historical 非公開根拠",
                "verbose_name_plural": "historical 非公開根拠",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_f75d0e_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_disclosureground_d8603684",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganisation",
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
                            ("municipality", "自治体"),
                            ("metropolis", "都"),
                            ("joint_body", "共同体"),
                            ("state", "国"),
                            ("research_body", "研究機構"),
                            ("vendor", "事業者"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種別",
                    ),
                ),
                ("name", models.CharField(max_length=200, null=True, verbose_name="名称")),
                ("kana", models.CharField(blank=True, max_length=200, null=True, verbose_name="ふりがな")),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="検査数字を含む6桁。例：131164",
                        max_length=6,
                        null=True,
                        validators=[portal.accounts.codes.validate_organisation_code],
                        verbose_name="全国地方公共団体コード",
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
            ],
            options={
                "verbose_name": "historical 団体",
                "verbose_name_plural": "historical 団体",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_7ce8b9_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_organisation_55b6334f",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRole",
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
                    "code",
                    models.CharField(
                        choices=[
                            ("viewer", "閲覧"),
                            ("staff", "職員"),
                            ("body_member", "部員"),
                            ("evaluator", "評価委員"),
                            ("secretariat", "事務局"),
                            ("disclosure_officer", "情報公開担当"),
                            ("manager", "管理職"),
                            ("auditor", "監査"),
                            ("administrator", "システム管理"),
                            ("public", "一般"),
                        ],
                        max_length=30,
                        null=True,
                        verbose_name="符号",
                    ),
                ),
                ("description", models.TextField(blank=True, null=True, verbose_name="説明")),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="並び順")),
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
                "verbose_name": "historical 役割",
                "verbose_name_plural": "historical 役割",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_69fc9c_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_role_26dba18f"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
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
                ("title", models.CharField(max_length=200, null=True, verbose_name="題名")),
                ("issuer", models.CharField(blank=True, max_length=200, null=True, verbose_name="発行者")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "会議録"),
                            ("report", "報告書"),
                            ("rule", "例規"),
                            ("survey", "調査"),
                            ("other", "その他"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="種別",
                    ),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="日付")),
                (
                    "original",
                    models.CharField(
                        blank=True,
                        help_text="空欄は「原本未登録」",
                        max_length=200,
                        null=True,
                        verbose_name="原本",
                    ),
                ),
                ("missing_figures", models.TextField(blank=True, null=True, verbose_name="本文に無い図表")),
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
                "verbose_name": "historical 出典",
                "verbose_name_plural": "historical 出典",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_525916_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_source_15574e0e"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSubstitution",
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
                ("record_model", models.CharField(max_length=60, null=True, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(null=True, verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        help_text="空欄は記録の全体",
                        max_length=60,
                        null=True,
                        verbose_name="項目",
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="始まり")),
                ("end", models.PositiveIntegerField(blank=True, null=True, verbose_name="終わり")),
                ("words", models.TextField(null=True, verbose_name="もとの言葉")),
                ("public_words", models.TextField(null=True, verbose_name="公開用の言葉")),
                ("reason", models.TextField(null=True, verbose_name="理由")),
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
                "verbose_name": "historical 公開用の書き換え",
                "verbose_name_plural": "historical 公開用の書き換え",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_624b8c_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_substitution_321cc6d6",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Organisation",
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
                            ("municipality", "自治体"),
                            ("metropolis", "都"),
                            ("joint_body", "共同体"),
                            ("state", "国"),
                            ("research_body", "研究機構"),
                            ("vendor", "事業者"),
                        ],
                        max_length=20,
                        verbose_name="種別",
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="名称")),
                ("kana", models.CharField(blank=True, max_length=200, verbose_name="ふりがな")),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="検査数字を含む6桁。例：131164",
                        max_length=6,
                        validators=[portal.accounts.codes.validate_organisation_code],
                        verbose_name="全国地方公共団体コード",
                    ),
                ),
            ],
            options={
                "verbose_name": "団体",
                "verbose_name_plural": "団体",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("code"),
                        condition=models.Q(("code", ""), _negated=True),
                        name="organisation_code_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="席次")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="設置日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="廃止日")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="portal.department",
                        verbose_name="上位の部署",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="portal.organisation",
                        verbose_name="団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "部署",
                "verbose_name_plural": "部署",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        django.db.models.functions.comparison.Coalesce("parent", 0),
                        models.F("name"),
                        django.db.models.functions.comparison.Coalesce(
                            "valid_from", models.Value(datetime.date(1, 1, 1))
                        ),
                        name="department_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="department_ends_after_start",
                        violation_error_message="廃止日は設置日以後の日にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("title", models.CharField(max_length=100, verbose_name="職名")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="席次")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="portal.department",
                        verbose_name="部署",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="portal.organisation",
                        verbose_name="団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "職",
                "verbose_name_plural": "職",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "title"), name="office_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "staff_number",
                    models.CharField(
                        error_messages={"unique": "この職員番号は登録済みです。"},
                        max_length=30,
                        unique=True,
                        verbose_name="職員番号",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="氏名")),
                ("kana", models.CharField(blank=True, max_length=100, verbose_name="ふりがな")),
                ("is_active", models.BooleanField(default=True, verbose_name="利用できる")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
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
                        related_name="holders",
                        to="portal.office",
                        verbose_name="職",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用者",
                "verbose_name_plural": "利用者",
                "ordering": ("staff_number",),
            },
        ),
        migrations.CreateModel(
            name="HistoricalOffice",
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
                ("title", models.CharField(max_length=100, null=True, verbose_name="職名")),
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="席次")),
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
            ],
            options={
                "verbose_name": "historical 職",
                "verbose_name_plural": "historical 職",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_9deaff_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_office_04203550"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDepartment",
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
                ("position", models.PositiveIntegerField(default=0, null=True, verbose_name="席次")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="設置日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="廃止日")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
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
                        to="portal.department",
                        verbose_name="上位の部署",
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
            ],
            options={
                "verbose_name": "historical 部署",
                "verbose_name_plural": "historical 部署",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_49be3b_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_department_a9836202",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRolePermission",
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
                    "noun",
                    models.CharField(
                        choices=[
                            ("meetings.bodies", "会議体・席・様式"),
                            ("meetings.sittings", "会議・議題・出席・資料"),
                            ("meetings.record", "会議録の行"),
                            ("meetings.decisions", "議決事項・決定・再検討・対応事項"),
                            ("portal.disclosure", "非公開箇所・公開用の書き換え"),
                            ("portal.sources", "出典・典拠"),
                            ("portal.history", "変更履歴"),
                            ("portal.accounts", "団体・部署・職・利用者・役割"),
                        ],
                        max_length=40,
                        null=True,
                        verbose_name="対象",
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[("read", "読む"), ("write", "書く"), ("export", "出力する")],
                        max_length=10,
                        null=True,
                        verbose_name="動作",
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
                    "role",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.role",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 役割の権限",
                "verbose_name_plural": "historical 役割の権限",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_8c8087_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_rolepermission_bdb99668",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRoleGrant",
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
                        verbose_name="範囲の部署",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.role",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 役割の付与",
                "verbose_name_plural": "historical 役割の付与",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_cea709_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_rolegrant_555a7e93",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="portal.department",
                        verbose_name="範囲の部署",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="portal.role",
                        verbose_name="役割",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割の付与",
                "verbose_name_plural": "役割の付与",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("role"),
                        django.db.models.functions.comparison.Coalesce("department", 0),
                        name="role_grant_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                (
                    "noun",
                    models.CharField(
                        choices=[
                            ("meetings.bodies", "会議体・席・様式"),
                            ("meetings.sittings", "会議・議題・出席・資料"),
                            ("meetings.record", "会議録の行"),
                            ("meetings.decisions", "議決事項・決定・再検討・対応事項"),
                            ("portal.disclosure", "非公開箇所・公開用の書き換え"),
                            ("portal.sources", "出典・典拠"),
                            ("portal.history", "変更履歴"),
                            ("portal.accounts", "団体・部署・職・利用者・役割"),
                        ],
                        max_length=40,
                        verbose_name="対象",
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[("read", "読む"), ("write", "書く"), ("export", "出力する")],
                        max_length=10,
                        verbose_name="動作",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="portal.role",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割の権限",
                "verbose_name_plural": "役割の権限",
                "constraints": [
                    models.UniqueConstraint(fields=("role", "noun", "verb"), name="role_permission_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCitation",
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
                ("record_model", models.CharField(max_length=60, null=True, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(null=True, verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        help_text="空欄は記録の全体",
                        max_length=60,
                        null=True,
                        verbose_name="項目",
                    ),
                ),
                ("place", models.CharField(max_length=200, null=True, verbose_name="箇所")),
                ("quote", models.TextField(blank=True, null=True, verbose_name="原文")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("quoted", "原文"),
                            ("derived", "導出"),
                            ("inferred", "推定"),
                            ("example", "例示"),
                        ],
                        default="quoted",
                        max_length=10,
                        null=True,
                        verbose_name="根拠の種類",
                    ),
                ),
                ("note", models.TextField(blank=True, null=True, verbose_name="導き方・理由")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.source",
                        verbose_name="出典",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 典拠",
                "verbose_name_plural": "historical 典拠",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_a947dc_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_citation_a1179834",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("record_model", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="空欄は記録の全体", max_length=60, verbose_name="項目"
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="箇所")),
                ("quote", models.TextField(blank=True, verbose_name="原文")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("quoted", "原文"),
                            ("derived", "導出"),
                            ("inferred", "推定"),
                            ("example", "例示"),
                        ],
                        default="quoted",
                        max_length=10,
                        verbose_name="根拠の種類",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="導き方・理由")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="portal.source",
                        verbose_name="出典",
                    ),
                ),
            ],
            options={
                "verbose_name": "典拠",
                "verbose_name_plural": "典拠",
                "indexes": [models.Index(fields=["record_model", "record_key"], name="citation_by_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "record_model", "record_key", "field"), name="citation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis", "quoted"), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="citation_other_basis_has_note",
                        violation_error_message="原文以外の根拠には、導き方か理由を書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "quoted"), _negated=True),
                            models.Q(("quote", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="citation_quoted_has_quote",
                        violation_error_message="原文を根拠にするときは、その原文を書いてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatedDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("words", models.CharField(max_length=200, verbose_name="会議での言葉")),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="早くとも")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="遅くとも")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "日"),
                            ("ten_days", "旬"),
                            ("month", "月"),
                            ("fiscal_year", "年度"),
                            ("year", "年"),
                        ],
                        max_length=20,
                        verbose_name="細かさ",
                    ),
                ),
                ("resolution", models.TextField(blank=True, verbose_name="読み取り方")),
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
            ],
            options={
                "verbose_name": "言われた期日",
                "verbose_name_plural": "言われた期日",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("earliest", None),
                            ("latest", None),
                            ("latest__gte", models.F("earliest")),
                            _connector="OR",
                        ),
                        name="stated_date_in_order",
                        violation_error_message="「遅くとも」は「早くとも」以後の日にしてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("record_model", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="空欄は記録の全体", max_length=60, verbose_name="項目"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="始まり")),
                ("end", models.PositiveIntegerField(blank=True, null=True, verbose_name="終わり")),
                ("words", models.TextField(verbose_name="もとの言葉")),
                ("public_words", models.TextField(verbose_name="公開用の言葉")),
                ("reason", models.TextField(verbose_name="理由")),
            ],
            options={
                "verbose_name": "公開用の書き換え",
                "verbose_name_plural": "公開用の書き換え",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["record_model", "record_key"], name="substitution_by_record")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("start", None)),
                            models.Q(("end__gt", models.F("start")), ("start__isnull", False)),
                            _connector="OR",
                        ),
                        name="substitution_span_in_order",
                        violation_error_message="範囲の終わりは始まりより後にしてください。",
                    ),
                    models.UniqueConstraint(
                        models.F("record_model"),
                        models.F("record_key"),
                        models.F("field"),
                        django.db.models.functions.comparison.Coalesce("start", -1),
                        name="substitution_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("public_words", ""), _negated=True), name="substitution_has_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版数")),
                ("record_model", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="空欄は記録の全体", max_length=60, verbose_name="項目"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="始まり")),
                ("end", models.PositiveIntegerField(blank=True, null=True, verbose_name="終わり")),
                ("words", models.TextField(verbose_name="もとの言葉")),
                ("reason", models.TextField(verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                (
                    "end_trigger",
                    models.CharField(
                        choices=[
                            ("decision", "決定の日まで"),
                            ("contract", "契約締結の日まで"),
                            ("date", "期日まで"),
                            ("none", "終わりの定めなし"),
                        ],
                        max_length=20,
                        verbose_name="非公開の終わり",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="終わりの日")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "非公開"), ("released", "解除")],
                        default="in_force",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withholdings",
                        to="portal.disclosureground",
                        verbose_name="根拠",
                    ),
                ),
            ],
            options={
                "verbose_name": "非公開箇所",
                "verbose_name_plural": "非公開箇所",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["record_model", "record_key"], name="withholding_by_record")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("start", None)),
                            models.Q(("end__gt", models.F("start")), ("start__isnull", False)),
                            _connector="OR",
                        ),
                        name="withholding_span_in_order",
                        violation_error_message="範囲の終わりは始まりより後にしてください。",
                    ),
                    models.UniqueConstraint(
                        models.F("record_model"),
                        models.F("record_key"),
                        models.F("field"),
                        django.db.models.functions.comparison.Coalesce("start", -1),
                        name="withholding_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="withholding_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_trigger", "date"), ("ends_on__isnull", False)),
                            models.Q(models.Q(("end_trigger", "date"), _negated=True), ("ends_on", None)),
                            _connector="OR",
                        ),
                        name="withholding_date_only_with_date",
                        violation_error_message="期日で終わるときだけ、終わりの日を入れてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStatedDate",
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
                ("words", models.CharField(max_length=200, null=True, verbose_name="会議での言葉")),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="早くとも")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="遅くとも")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "日"),
                            ("ten_days", "旬"),
                            ("month", "月"),
                            ("fiscal_year", "年度"),
                            ("year", "年"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="細かさ",
                    ),
                ),
                ("resolution", models.TextField(blank=True, null=True, verbose_name="読み取り方")),
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
            ],
            options={
                "verbose_name": "historical 言われた期日",
                "verbose_name_plural": "historical 言われた期日",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_c099d9_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_stateddate_ded86e17",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWithholding",
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
                ("record_model", models.CharField(max_length=60, null=True, verbose_name="記録の種類")),
                ("record_key", models.BigIntegerField(null=True, verbose_name="記録の番号")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        help_text="空欄は記録の全体",
                        max_length=60,
                        null=True,
                        verbose_name="項目",
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="始まり")),
                ("end", models.PositiveIntegerField(blank=True, null=True, verbose_name="終わり")),
                ("words", models.TextField(null=True, verbose_name="もとの言葉")),
                ("reason", models.TextField(null=True, verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                (
                    "end_trigger",
                    models.CharField(
                        choices=[
                            ("decision", "決定の日まで"),
                            ("contract", "契約締結の日まで"),
                            ("date", "期日まで"),
                            ("none", "終わりの定めなし"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="非公開の終わり",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="終わりの日")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "非公開"), ("released", "解除")],
                        default="in_force",
                        max_length=10,
                        null=True,
                        verbose_name="状態",
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
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
                        verbose_name="根拠",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 非公開箇所",
                "verbose_name_plural": "historical 非公開箇所",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_2bfe04_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)),
                        fields=["id"],
                        name="last_withholding_605ea81a",
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUser",
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
                    "staff_number",
                    models.CharField(
                        error_messages={"unique": "この職員番号は登録済みです。"},
                        max_length=30,
                        null=True,
                        verbose_name="職員番号",
                    ),
                ),
                ("name", models.CharField(max_length=100, null=True, verbose_name="氏名")),
                ("kana", models.CharField(blank=True, max_length=100, null=True, verbose_name="ふりがな")),
                ("is_active", models.BooleanField(default=True, null=True, verbose_name="利用できる")),
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
            ],
            options={
                "verbose_name": "historical 利用者",
                "verbose_name_plural": "historical 利用者",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(
                        fields=["id", "valid_until", "history_date"], name="portal_hist_id_0d57c2_idx"
                    ),
                    models.Index(
                        condition=models.Q(("valid_until", None)), fields=["id"], name="last_user_ede6e240"
                    ),
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
