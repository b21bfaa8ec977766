from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField()),
                ("channel", models.CharField(choices=[("bell", "Bell")], default="bell", max_length=10)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approval", "Your approval is asked for"),
                            ("added", "Added to a ticket"),
                            ("needs_you", "The desk needs you"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("replied", "New answer"),
                            ("reopened", "Reopened"),
                            ("given", "Given to you"),
                            ("stage", "Stage changed"),
                            ("assigned", "An agent takes care"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("requester", "You opened the ticket"),
                            ("participant", "You are a participant"),
                            ("owner", "You take care of the ticket"),
                            ("watcher", "You follow the ticket"),
                        ],
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-event_id"],
            },
        ),
    ]
