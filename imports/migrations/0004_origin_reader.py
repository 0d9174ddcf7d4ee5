from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_readers(apps, schema_editor):
    """Every origin of a file came through an import, which knows its reader."""
    origin, batch = apps.get_model("imports", "Origin"), apps.get_model("imports", "Batch")
    for field in ("origin", "undo_origin"):
        mine = batch.objects.filter(**{field: OuterRef("pk")}).order_by("-pk").values("reader")[:1]
        found = origin.objects.filter(pk__in=batch.objects.filter(**{f"{field}__isnull": False}).values(field))
        found.update(reader=Subquery(mine))


class Migration(migrations.Migration):

    dependencies = [
        ("imports", "0003_watched_folder"),
    ]

    operations = [
        migrations.AddField(
            model_name="origin",
            name="reader",
            field=models.CharField(
                blank=True,
                help_text="Naam van de lezer; edities zijn alleen binnen één lezer te ordenen.",
                max_length=40,
            ),
        ),
        migrations.RunPython(name_readers, migrations.RunPython.noop),
    ]
