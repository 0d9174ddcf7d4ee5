from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    """From which percentage of the plan a difference in money counts, as the agenda sets it."""

    dependencies = [
        ('agenda', '0003_rounds_and_evaluations'),
    ]

    operations = [
        migrations.AddField(
            model_name='agenda',
            name='money_over',
            field=models.DecimalField(decimal_places=6, default=Decimal('5'), help_text='Procent van het plan waarboven een regel te hoog uitkomt.', max_digits=15),
        ),
        migrations.AddField(
            model_name='agenda',
            name='money_under',
            field=models.DecimalField(decimal_places=6, default=Decimal('10'), help_text='Procent onder het plan waarna een regel te laag uitkomt.', max_digits=15),
        ),
        migrations.AddConstraint(
            model_name='agenda',
            constraint=models.CheckConstraint(condition=models.Q(('money_over__gt', 0), ('money_over__lte', 100), ('money_under__gt', 0), ('money_under__lte', 100)), name='agenda_money_thresholds_are_percentages'),
        ),
    ]
