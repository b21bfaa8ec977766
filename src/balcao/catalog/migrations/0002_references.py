import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("people", "0001_initial"),
        ("processes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="people.organization",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="coveredoffer",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="covered_offers", to="catalog.contract"
            ),
        ),
        migrations.AddField(
            model_name="holiday",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="catalog.calendar"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="process",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offer",
                to="processes.process",
                verbose_name="process",
            ),
        ),
        migrations.AddField(
            model_name="coveredoffer",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.offer",
                verbose_name="process",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="covered",
            field=models.ManyToManyField(
                blank=True,
                help_text="None chosen: all processes of the tool.",
                through="catalog.CoveredOffer",
                to="catalog.offer",
                verbose_name="processes covered",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.calendar",
                verbose_name="calendar",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.promise",
                verbose_name="promise",
            ),
        ),
        migrations.AddField(
            model_name="coveredoffer",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.promise",
                verbose_name="promise",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.promise",
                verbose_name="promise",
            ),
        ),
        migrations.AddField(
            model_name="promisetarget",
            name="promise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="catalog.promise"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="tool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="catalog.tool",
                verbose_name="tool",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="tool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="catalog.tool",
                verbose_name="tool",
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("calendar", "on"), name="holiday_once"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("is_default",), name="promise_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="coveredoffer",
            constraint=models.UniqueConstraint(fields=("contract", "offer"), name="covered_offer_once"),
        ),
        migrations.AddConstraint(
            model_name="promisetarget",
            constraint=models.UniqueConstraint(fields=("promise", "priority"), name="promise_target_once"),
        ),
        migrations.AddConstraint(
            model_name="promisetarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("priority__isnull", True)), fields=("promise",), name="promise_target_general"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["organization", "tool"], name="contract_organization"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="contract_dates",
            ),
        ),
    ]
