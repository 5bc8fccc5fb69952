from django.db import migrations

SQL = """
ALTER TABLE rosters_stagedrow ADD CONSTRAINT staged_row_forgets_person
    FOREIGN KEY (person_id) REFERENCES people_person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
DO $$
DECLARE plain text;
BEGIN
    SELECT conname INTO plain FROM pg_constraint
    WHERE conrelid = 'rosters_stagedrow'::regclass AND confrelid = 'people_person'::regclass
      AND conname <> 'staged_row_forgets_person';
    EXECUTE format('ALTER TABLE rosters_stagedrow DROP CONSTRAINT %I', plain);
END $$;
"""


class Migration(migrations.Migration):
    """A person taken back is forgotten by every staged row, also by rows the actor cannot see."""

    dependencies = [("rosters", "0002_policies")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
