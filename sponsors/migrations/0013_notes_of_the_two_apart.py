from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sponsors', '0012_private_notes_moved'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='interaction',
            constraint=models.CheckConstraint(condition=models.Q(('side', 'client'), ('notes', ''), _connector='OR'), name='sponsors_interaction_notes_of_the_two_apart'),
        ),
    ]
