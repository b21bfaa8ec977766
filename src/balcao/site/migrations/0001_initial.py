import balcao.site.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default="Service Desk", max_length=80, verbose_name="name of the desk")),
                ("company", models.CharField(blank=True, max_length=120, verbose_name="company that runs the desk")),
                (
                    "word",
                    models.CharField(
                        choices=[("ticket", "ticket"), ("chamado", "chamado")],
                        default="ticket",
                        max_length=10,
                        verbose_name="word for a ticket",
                    ),
                ),
                ("language", models.CharField(default="pt-br", max_length=10, verbose_name="language")),
                ("time_zone", models.CharField(default="America/Sao_Paulo", max_length=64, verbose_name="time zone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("whatsapp", models.CharField(blank=True, max_length=40, verbose_name="WhatsApp")),
                (
                    "contact_note",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[balcao.site.models.validate_texts],
                        verbose_name="how to ask for credentials",
                    ),
                ),
                ("dpo_name", models.CharField(blank=True, max_length=120, verbose_name="data protection officer")),
                (
                    "dpo_contact",
                    models.CharField(blank=True, max_length=160, verbose_name="contact of the data protection officer"),
                ),
                (
                    "agent_name",
                    models.CharField(
                        choices=[("first", "First name"), ("alias", "Alias"), ("team", "Only the desk's name")],
                        default="first",
                        max_length=10,
                        verbose_name="name of the agent that customers see",
                    ),
                ),
                (
                    "says_when_late",
                    models.BooleanField(default=True, verbose_name="tell the customer when a promise was missed"),
                ),
                (
                    "reopen_days",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="days in which a closed ticket can be reopened"
                    ),
                ),
                (
                    "close_after_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="business days of silence after which a resolved ticket closes"
                    ),
                ),
            ],
            options={
                "verbose_name": "service desk",
                "verbose_name_plural": "service desk",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="site_is_one")],
            },
        ),
    ]
