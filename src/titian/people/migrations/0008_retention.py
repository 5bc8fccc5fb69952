from django.db import migrations

from titian.core.policies import protect

# Rows of history are added by triggers and never changed; only the clock's scope retires them, by this door.
RETIRE = """
CREATE FUNCTION retire_history(history text, ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE gone bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = app_user() AND is_system AND is_active) THEN
        RAISE EXCEPTION 'only a system actor retires history' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(history)) AND attname = 'pgh_id'
    ) THEN
        RAISE EXCEPTION '% is no history', history USING ERRCODE = 'undefined_table';
    END IF;
    EXECUTE format('DELETE FROM %I WHERE pgh_id = ANY ($1)', history) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
"""


class Migration(migrations.Migration):
    """Holds are seen by who sees everybody; history goes when its time is over."""

    dependencies = [("people", "0007_latest_people_of_a_regency"), ("journal", "0002_legal_hold")]

    operations = [
        protect("journal_legalhold", using="(SELECT app_sees_all())"),
        migrations.RunSQL(RETIRE, "DROP FUNCTION retire_history(text, bigint[])"),
    ]
