from django.db import migrations, models

_NOTE = """
    CREATE FUNCTION note_closing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.closed_at := clock_timestamp();
        RETURN NEW;
    END $$
"""
_TRIGGER = """
    CREATE TRIGGER user_account_closing BEFORE UPDATE OF is_active, deleted_at ON user_account
    FOR EACH ROW WHEN (NEW.is_active IS NOT TRUE OR NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION note_closing()
"""


class Migration(migrations.Migration):
    """What somebody signed before their account was closed stays ended when it is opened again."""

    dependencies = [("accounts", "0007_closed_accounts")]

    operations = [
        migrations.AddField("user", "closed_at", models.DateTimeField(null=True)),
        migrations.RunSQL([_NOTE], ["DROP FUNCTION note_closing()"]),
        migrations.RunSQL([_TRIGGER], ["DROP TRIGGER user_account_closing ON user_account"]),
    ]
