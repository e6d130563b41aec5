import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_comments_on_rows"),
        ("portal", "0018_reviews_and_retired_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="handout",
            name="public_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="public_of",
                to="portal.storedfile",
                verbose_name="公開用",
            ),
        ),
        migrations.AddField(
            model_name="handout",
            name="public_report",
            field=models.TextField(blank=True, verbose_name="公開用のファイルから除いたもの"),
        ),
        migrations.AddField(
            model_name="historicalhandout",
            name="public_file",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="portal.storedfile",
                verbose_name="公開用",
            ),
        ),
        migrations.AddField(
            model_name="historicalhandout",
            name="public_report",
            field=models.TextField(blank=True, null=True, verbose_name="公開用のファイルから除いたもの"),
        ),
        migrations.AddField(
            model_name="historicalmeetingbody",
            name="speaker_rule",
            field=models.CharField(
                choices=[("as_recorded", "会議録の表示のまま"), ("by_role", "席の役割で示す（部員など）")],
                default="as_recorded",
                max_length=20,
                null=True,
                verbose_name="公開用の発言者",
            ),
        ),
        migrations.AddField(
            model_name="historicalminutesentry",
            name="public_speaker_label",
            field=models.CharField(
                blank=True,
                help_text="例：部員。空欄は席と会議体の決まりのとおり",
                max_length=50,
                null=True,
                verbose_name="公開用の発言者の表示",
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="public_label",
            field=models.CharField(
                blank=True,
                help_text="例：部員。空欄は会議体の決まりのとおり",
                max_length=50,
                null=True,
                verbose_name="公開用の発言者の表示",
            ),
        ),
        migrations.AddField(
            model_name="meetingbody",
            name="speaker_rule",
            field=models.CharField(
                choices=[("as_recorded", "会議録の表示のまま"), ("by_role", "席の役割で示す（部員など）")],
                default="as_recorded",
                max_length=20,
                verbose_name="公開用の発言者",
            ),
        ),
        migrations.AddField(
            model_name="minutesentry",
            name="public_speaker_label",
            field=models.CharField(
                blank=True,
                help_text="例：部員。空欄は席と会議体の決まりのとおり",
                max_length=50,
                verbose_name="公開用の発言者の表示",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="public_label",
            field=models.CharField(
                blank=True,
                help_text="例：部員。空欄は会議体の決まりのとおり",
                max_length=50,
                verbose_name="公開用の発言者の表示",
            ),
        ),
    ]
