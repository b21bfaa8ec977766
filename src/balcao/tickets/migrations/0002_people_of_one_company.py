"""A person's list in one company is one index walk: the company stands on the person's row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("tickets", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="ticketperson", name="ticket_person_all"),
        migrations.RemoveIndex(model_name="ticketperson", name="ticket_person_open"),
        migrations.RemoveIndex(model_name="ticketperson", name="ticket_person_news"),
        migrations.AddField(
            model_name="ticketperson",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organization",
            ),
            preserve_default=False,
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
    ]
