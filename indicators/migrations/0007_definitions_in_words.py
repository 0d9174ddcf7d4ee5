"""What an indicator counts, in the words of the plan."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0006_light_staging'),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaindicator',
            name='definition',
            field=models.TextField(blank=True, help_text='Wat er precies wordt geteld, in de woorden van het plan. Leeg: zegt het plan niet.', verbose_name='definitie'),
        ),
    ]
