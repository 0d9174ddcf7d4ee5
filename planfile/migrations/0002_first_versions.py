"""Agendas that were loaded before versions were kept get their present file as version 1."""

from django.db import migrations


def keep_present_files(apps, schema_editor):
    Agenda = apps.get_model("agenda", "Agenda")
    StoredFile = apps.get_model("operations", "StoredFile")
    AgendaVersion = apps.get_model("planfile", "AgendaVersion")
    for agenda in Agenda.objects.exclude(sha256=""):
        file = StoredFile.objects.filter(sha256=agenda.sha256).first()
        if file is not None:
            AgendaVersion.objects.create(
                agenda=agenda,
                number=1,
                file=file,
                source=file.name,
                effective_on=agenda.starts,
                by=file.uploaded_by,
                by_label="onbekend",
                at=file.uploaded_at,
            )


class Migration(migrations.Migration):
    dependencies = [("planfile", "0001_versions")]
    operations = [migrations.RunPython(keep_present_files, migrations.RunPython.noop)]
