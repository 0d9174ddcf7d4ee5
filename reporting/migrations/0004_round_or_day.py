"""A report may be about a round or a day of its year; those that are there are about the whole year.

Interim ones were about the day that their first version was made.
"""

from datetime import date

from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    Report = apps.get_model("reporting", "Report")
    first = {}
    for row in Report.objects.order_by("number").select_related("snapshot"):
        whole = date(row.year, 12, 31)
        about_on = whole
        if row.kind == "managementrapportage":
            known = row.snapshot.known_at if row.snapshot_id else row.created_at
            made = min(whole, max(date(row.year, 1, 1), timezone.localdate(known)))
            # A second version was a correction of the first one.
            about_on = first.setdefault((row.agenda_id, row.year), made)
        Report.objects.filter(pk=row.pk).update(about_on=about_on)


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0004_money_thresholds'),
        ('reporting', '0003_stories'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='report', name='report_number_once'),
        migrations.RemoveConstraint(model_name='report', name='report_number_once_of_a_unit'),
        migrations.RemoveConstraint(model_name='report', name='report_one_open'),
        migrations.RemoveConstraint(model_name='report', name='report_one_open_of_a_unit'),
        migrations.AddField(
            model_name='report',
            name='about_on',
            field=models.DateField(null=True, help_text='De dag waarop is beoordeeld; 31 december: het hele jaar.', verbose_name='stand van'),
        ),
        migrations.AddField(
            model_name='report',
            name='round',
            field=models.CharField(blank=True, choices=[('4_maanden', '4-maandsronde'), ('8_maanden', '8-maandsronde'), ('12_maanden', '12-maandsronde')], help_text='De ronde waarover het gaat; leeg: geen.', max_length=12, verbose_name='ronde'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='report',
            name='about_on',
            field=models.DateField(help_text='De dag waarop is beoordeeld; 31 december: het hele jaar.', verbose_name='stand van'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('agenda', 'kind', 'year', 'about_on', 'number'), name='report_number_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('agenda', 'kind', 'year', 'unit', 'about_on', 'number'), name='report_number_once_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', True), models.Q(('state', 'signed'), _negated=True)), fields=('agenda', 'kind', 'year', 'about_on'), name='report_one_open'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False), models.Q(('state', 'signed'), _negated=True)), fields=('agenda', 'kind', 'year', 'unit', 'about_on'), name='report_one_open_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('about_on__year', models.F('year')), models.Q(models.Q(('kind', 'verantwoording'), _negated=True), models.Q(('about_on__day', 31), ('about_on__month', 12), ('round', '')), _connector='OR')), name='report_about_its_year'),
        ),
    ]
