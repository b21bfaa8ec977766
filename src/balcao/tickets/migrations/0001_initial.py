import balcao.site.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("processes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("is_from_desk", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("opening", "Opening"), ("reply", "Answer"), ("note", "Internal note")], max_length=10
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("desk", "Desk"),
                            ("email", "E-mail"),
                            ("phone", "Telephone"),
                            ("process", "Process"),
                        ],
                        max_length=10,
                    ),
                ),
                ("dialog", models.CharField(blank=True, max_length=80)),
                ("lang", models.CharField(blank=True, max_length=10)),
                ("body_text", models.TextField()),
                ("body_html", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(blank=True, max_length=80)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachment", to="files.storedfile"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="tickets.message"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Queue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name used by processes")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
                ("is_default", models.BooleanField(default=False, verbose_name="used when a process names none")),
            ],
            options={
                "verbose_name": "queue",
                "verbose_name_plural": "queues",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="queue_one_default"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name used by processes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Being worked on"),
                            ("waiting_customer", "Waiting for the customer"),
                            ("waiting_third_party", "Waiting for a third party"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("merged", "Merged"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name for the team")),
                (
                    "customer_label",
                    models.JSONField(validators=[balcao.site.models.validate_texts], verbose_name="name for customers"),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
                (
                    "is_default",
                    models.BooleanField(
                        default=False, verbose_name="the one used for its kind when a process names none"
                    ),
                ),
            ],
            options={
                "verbose_name": "state",
                "verbose_name_plural": "states",
                "ordering": ["position", "slug"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("kind",), name="state_default_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(editable=False, unique=True)),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("activity", models.CharField(max_length=80, verbose_name="activity")),
                ("stage", models.CharField(max_length=80, verbose_name="stage")),
                ("run", models.JSONField(default=dict)),
                ("is_open", models.BooleanField(default=True)),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Very low"), (2, "Low"), (3, "Normal"), (4, "High"), (5, "Urgent")],
                        default=3,
                        verbose_name="priority",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("updated_at", models.DateTimeField(verbose_name="changed at")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                ("version", models.PositiveIntegerField(default=1)),
                ("first_response_due_at", models.DateTimeField(null=True)),
                ("first_responded_at", models.DateTimeField(null=True)),
                ("resolution_due_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("activity_due_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_minutes", models.PositiveIntegerField(default=0)),
                ("last_public_at", models.DateTimeField()),
                ("snippet", models.CharField(blank=True, max_length=200)),
                (
                    "contract",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.contract"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "last_public_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_public_message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.offer",
                        verbose_name="process",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="people.organization",
                        verbose_name="company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_tickets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                (
                    "process_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="processes.processversion",
                        verbose_name="version of the process",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.promise"
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="tickets.queue",
                        verbose_name="queue",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requester",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.state",
                        verbose_name="state",
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.tool",
                        verbose_name="tool",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="StageVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="tickets.ticket"
            ),
        ),
        migrations.CreateModel(
            name="EffectRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("effect", models.JSONField()),
                ("activity", models.CharField(max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("retrying", "Will be tried again"),
                            ("failed", "Failed"),
                            ("done", "Done"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="effect_runs", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("activity", models.CharField(max_length=80)),
                ("question", models.JSONField()),
                ("asked_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "Approved"), ("refused", "Refused"), ("ended", "No longer asked for")],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("asked_of", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origins", to="tickets.ticket"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="tickets.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("requester", "Requester"), ("participant", "Participant")], max_length=12
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                ("last_public_at", models.DateTimeField()),
                ("news_event_id", models.BigIntegerField(default=0)),
                ("read_event_id", models.BigIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="tickets.ticket"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticket_people",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketWatcher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watchers", to="tickets.ticket"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("state", models.CharField(blank=True, max_length=60)),
                ("then", models.CharField(blank=True, max_length=60)),
                ("set_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="timers", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="QueueRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "right",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Read"), (2, "Answer and change"), (3, "Assign and move")],
                        default=2,
                        verbose_name="may",
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rights",
                        to="tickets.queue",
                        verbose_name="queue",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queue_rights",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "right of a team",
                "verbose_name_plural": "rights of teams",
                "constraints": [models.UniqueConstraint(fields=("queue", "team"), name="queue_right_once")],
            },
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["organization", "is_open", "-last_public_at", "-id"], name="ticket_company"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["organization", "-last_public_at", "-id"], name="ticket_company_all"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["department", "-last_public_at", "-id"], name="ticket_department"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["queue", "is_open", "due_at", "id"], name="ticket_queue"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["owner", "due_at", "id"], name="ticket_owner_open"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["ticket", "id"], name="message_ticket"),
        ),
        migrations.AddIndex(
            model_name="effectrun",
            index=models.Index(fields=["ticket", "status"], name="effect_run_ticket"),
        ),
        migrations.AddConstraint(
            model_name="ticketlink",
            constraint=models.UniqueConstraint(fields=("origin", "follow_up"), name="ticket_link_once"),
        ),
        migrations.AddIndex(
            model_name="ticketperson",
            index=models.Index(fields=["user", "organization", "-last_public_at", "-ticket"], name="ticket_person_all"),
        ),
        migrations.AddIndex(
            model_name="ticketperson",
            index=models.Index(
                fields=["user", "organization", "is_open", "-last_public_at", "-ticket"], name="ticket_person_open"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketperson",
            index=models.Index(
                condition=models.Q(("news_event_id__gt", models.F("read_event_id"))),
                fields=["user", "organization", "-last_public_at", "-ticket"],
                name="ticket_person_news",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketperson",
            constraint=models.UniqueConstraint(fields=("user", "ticket"), name="ticket_person_once"),
        ),
        migrations.AddConstraint(
            model_name="ticketwatcher",
            constraint=models.UniqueConstraint(fields=("ticket", "user"), name="ticket_watcher_once"),
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(fields=["ticket", "settled_at"], name="timer_ticket"),
        ),
    ]
