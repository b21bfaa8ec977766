from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WorkerSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=200)),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                ("queue_name", models.CharField(default="default", max_length=40)),
                ("priority", models.SmallIntegerField(default=0)),
                ("run_after", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("ready", "Ready"), ("running", "Running"), ("done", "Done"), ("dead", "Dead")],
                        default="ready",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("max_attempts", models.PositiveSmallIntegerField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("worker", models.CharField(blank=True, max_length=120)),
                ("last_error", models.TextField(blank=True)),
                ("key", models.CharField(max_length=240, null=True, unique=True)),
                ("enqueued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "background job",
                "verbose_name_plural": "background jobs",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "ready")),
                        fields=["-priority", "run_after", "id"],
                        name="job_ready",
                    ),
                    models.Index(condition=models.Q(("status", "running")), fields=["lease_until"], name="job_running"),
                    models.Index(condition=models.Q(("status", "done")), fields=["finished_at"], name="job_done"),
                    models.Index(condition=models.Q(("status", "dead")), fields=["id"], name="job_dead"),
                ],
            },
        ),
    ]
