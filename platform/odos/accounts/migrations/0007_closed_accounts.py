from django.db import migrations

# Whatever closes an account (a screen, a hand-over, a file, a rule, a package), it is the row that changes.
_END = """
    CREATE FUNCTION end_sign_ins() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('DELETE FROM %I.access_token WHERE user_id = $1', TG_TABLE_SCHEMA) USING NEW.id;
        RETURN NULL;
    END $$
"""
_TRIGGER = """
    CREATE TRIGGER user_account_closed AFTER UPDATE OF is_active, deleted_at ON user_account
    FOR EACH ROW WHEN (NEW.is_active IS NOT TRUE OR NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION end_sign_ins()
"""
# Of accounts that were closed before.
_LEFT_OVER = """
    DELETE FROM access_token t USING user_account u
    WHERE u.id = t.user_id AND (u.is_active IS NOT TRUE OR u.deleted_at IS NOT NULL)
"""


class Migration(migrations.Migration):
    """A closed account ends its tokens, sessions and invitations; opened again, it opens none of them."""

    dependencies = [("accounts", "0006_invitations")]

    operations = [
        migrations.RunSQL([_END], ["DROP FUNCTION end_sign_ins()"]),
        migrations.RunSQL([_TRIGGER], ["DROP TRIGGER user_account_closed ON user_account"]),
        migrations.RunSQL([_LEFT_OVER], []),
    ]
