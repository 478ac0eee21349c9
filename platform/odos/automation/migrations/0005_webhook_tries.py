from django.db import migrations, models

_LAST_ANSWERS = """
    UPDATE webhook_delivery SET tries = jsonb_build_array(jsonb_build_object(
        'at', COALESCE(ended_at, created_at), 'status', status, 'answer', answer, 'took', NULL))
    WHERE attempts > 0 AND (status IS NOT NULL OR answer <> '')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("automation", "0004_step_inputs"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="tries",
            field=models.JSONField(default=list, db_default=models.Value([], models.JSONField())),
        ),
        migrations.RunSQL(_LAST_ANSWERS, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="delivery", name="status"),
        migrations.RemoveField(model_name="delivery", name="answer"),
    ]
