import django.db.models.deletion
from django.db import migrations, models

# By Django's own operations the key of the person would lose that it forgets who is gone.
LESS = """
DO $$
DECLARE gone text;
BEGIN
    FOR gone IN
        SELECT c.conname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.conrelid = 'rosters_stagedrow'::regclass AND c.contype = 'f' AND a.attname IN ('load_id', 'centre_id')
    LOOP
        EXECUTE format('ALTER TABLE rosters_stagedrow DROP CONSTRAINT %I', gone);
    END LOOP;
    FOR gone IN
        SELECT i.indexrelid::regclass::text FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = 'rosters_stagedrow'::regclass AND i.indnatts = 1 AND i.indpred IS NULL
            AND a.attname IN ('person_id', 'replaces_id', 'retired_by_id')
    LOOP
        EXECUTE format('DROP INDEX %s', gone);
    END LOOP;
END $$;
"""
MORE = """
CREATE INDEX rosters_stagedrow_person_id_again ON rosters_stagedrow (person_id);
CREATE INDEX rosters_stagedrow_replaces_id_again ON rosters_stagedrow (replaces_id);
CREATE INDEX rosters_stagedrow_retired_by_id_again ON rosters_stagedrow (retired_by_id);
ALTER TABLE rosters_stagedrow
    ADD CONSTRAINT rosters_stagedrow_load_id_again FOREIGN KEY (load_id) REFERENCES rosters_load (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT rosters_stagedrow_centre_id_again FOREIGN KEY (centre_id) REFERENCES network_organisation (id)
        DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    """Load and centre of a staged row are those of its sheet, and are no longer checked beside it."""

    dependencies = [("rosters", "0009_indexes_of_what_is_not_null")]

    operations = [
        migrations.RemoveIndex("stagedrow", "live_row_of_person"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LESS, MORE)],
            state_operations=[
                migrations.AlterField(
                    "stagedrow",
                    "load",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to="rosters.load", verbose_name="muatan",
                    ),
                ),
                migrations.AlterField(
                    "stagedrow",
                    "centre",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT,
                        related_name="+", to="network.organisation", verbose_name="balai penanggung jawab",
                    ),
                ),
                migrations.AlterField(
                    "stagedrow",
                    "person",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+", to="people.person", verbose_name="orang",
                    ),
                ),
                migrations.AlterField(
                    "stagedrow",
                    "replaces",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+", to="rosters.stagedrow", verbose_name="menggantikan",
                    ),
                ),
                migrations.AlterField(
                    "stagedrow",
                    "retired_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="retired_rows", to="rosters.load", verbose_name="digantikan oleh",
                    ),
                ),
            ],
        ),
    ]  # fmt: skip
