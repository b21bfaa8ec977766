from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "notice",
                    models.CharField(
                        choices=[
                            ("opened", "I open a ticket"),
                            ("replied", "my ticket is answered"),
                            ("needs_you", "something is needed from me"),
                            ("stage", "the stage changes"),
                            ("ended", "it is resolved, closed or reopened"),
                            ("added", "I am added to a ticket"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_wanted", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("subject", models.CharField(max_length=255, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("message_id", models.CharField(max_length=160, unique=True)),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                ("files", models.JSONField(blank=True, default=list, editable=False)),
                ("is_secret", models.BooleanField(default=False, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("sent", "Sent"),
                            ("failed", "Refused"),
                            ("kept", "Kept here, not sent"),
                            ("dropped", "Not sent: no longer for this person"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mail",
                "ordering": ["-id"],
            },
        ),
    ]
