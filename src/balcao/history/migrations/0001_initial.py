from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("ticket_id", models.BigIntegerField(null=True)),
                ("is_public", models.BooleanField(default=False)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["id"],
            },
        ),
    ]
