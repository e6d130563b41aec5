from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0011_offices_of_users_become_postings"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="user",
            name="department",
        ),
        migrations.RemoveField(
            model_name="user",
            name="office",
        ),
        migrations.RemoveField(
            model_name="historicaluser",
            name="department",
        ),
        migrations.RemoveField(
            model_name="historicaluser",
            name="office",
        ),
    ]
