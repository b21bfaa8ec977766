import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name for addresses")),
                ("draft", models.TextField(blank=True, verbose_name="draft of the document (YAML)")),
                ("is_open", models.BooleanField(default=True, verbose_name="takes new tickets")),
            ],
            options={
                "verbose_name": "process",
                "verbose_name_plural": "processes",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="ProcessVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("document", models.TextField(verbose_name="document")),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.JSONField(verbose_name="name")),
                ("use_when", models.JSONField(default=dict, verbose_name="use when")),
                ("synonyms", models.JSONField(default=list, verbose_name="other words for it")),
                ("stage_count", models.PositiveSmallIntegerField(verbose_name="stages")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="processes.process"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a process",
                "verbose_name_plural": "versions of processes",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="process",
            name="current",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="processes.processversion",
                verbose_name="version in use",
            ),
        ),
        migrations.AddConstraint(
            model_name="processversion",
            constraint=models.UniqueConstraint(fields=("process", "number"), name="process_version_number"),
        ),
    ]
