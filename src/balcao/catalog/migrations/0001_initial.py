import balcao.catalog.models.calendar
import balcao.site.models
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until (inclusive)")),
                ("note", models.TextField(blank=True, verbose_name="note for the team")),
            ],
            options={
                "verbose_name": "contract",
                "verbose_name_plural": "contracts",
                "ordering": ["organization__name", "tool__position", "starts_on"],
            },
        ),
        migrations.CreateModel(
            name="CoveredOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "process covered",
                "verbose_name_plural": "processes covered",
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="date")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_working", models.BooleanField(default=False, verbose_name="the desk works on this date")),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["on"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
            ],
            options={
                "verbose_name": "offered process",
                "verbose_name_plural": "offered processes",
                "ordering": ["tool__position", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("is_default", models.BooleanField(default=False, verbose_name="default of the site")),
            ],
            options={
                "verbose_name": "promise (SLA)",
                "verbose_name_plural": "promises (SLA)",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="PromiseTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="priority",
                    ),
                ),
                (
                    "first_response",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="first response, business minutes"),
                ),
                (
                    "resolution",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="resolution, business minutes"),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ["promise_id", "priority"],
            },
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name for addresses")),
                ("name", models.JSONField(validators=[balcao.site.models.validate_texts], verbose_name="name")),
                (
                    "description",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[balcao.site.models.validate_texts],
                        verbose_name="description",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("face", "Face"),
                            ("liveness", "Proof of life"),
                            ("document", "Document"),
                            ("signature", "Signature"),
                            ("invoice", "Invoice"),
                            ("billing", "Billing"),
                            ("people", "People"),
                            ("key", "Key"),
                            ("chart", "Chart"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="icon",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
                (
                    "is_for_everyone",
                    models.BooleanField(default=False, verbose_name="offered to every company, without a contract"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "tool",
                "verbose_name_plural": "tools",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("time_zone", models.CharField(default="America/Sao_Paulo", max_length=64, verbose_name="time zone")),
                (
                    "hours",
                    models.JSONField(
                        default=balcao.catalog.models.calendar.office_hours,
                        validators=[balcao.catalog.models.calendar.validate_hours],
                        verbose_name="hours",
                    ),
                ),
                (
                    "has_national_holidays",
                    models.BooleanField(default=True, verbose_name="national holidays of Brazil"),
                ),
                ("state", models.CharField(blank=True, max_length=2, verbose_name="holidays of the state (UF)")),
                ("keeps_carnival", models.BooleanField(default=False, verbose_name="closed at Carnival")),
                ("keeps_ash_wednesday", models.BooleanField(default=False, verbose_name="closed on Ash Wednesday")),
                ("keeps_corpus_christi", models.BooleanField(default=False, verbose_name="closed on Corpus Christi")),
                ("is_default", models.BooleanField(default=False, verbose_name="default of the site")),
            ],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendars",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="calendar_one_default"
                    )
                ],
            },
        ),
    ]
