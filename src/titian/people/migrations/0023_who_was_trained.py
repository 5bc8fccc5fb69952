from django.db import migrations, models

# Below every policy, by whoever writes: a centre that enrols somebody need not be allowed to correct the record. Both
# lock the record first: of one who takes the last training back and one who states another, the second sees the first.
MARKS = """
CREATE FUNCTION note_trained(people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM 1 FROM people_person WHERE id = ANY (people) ORDER BY id FOR KEY SHARE;
    UPDATE people_person SET trained = true WHERE id = ANY (people) AND NOT trained;
END
$$;
CREATE FUNCTION note_untrained(people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM 1 FROM people_person WHERE id = ANY (people) ORDER BY id FOR UPDATE;
    UPDATE people_person p SET trained = false
    WHERE id = ANY (people) AND trained
        AND NOT EXISTS (SELECT 1 FROM people_trainingspell t WHERE t.person_id = p.id);
END
$$;
CREATE FUNCTION trainings_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM note_trained(array(SELECT DISTINCT person_id FROM fresh));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM note_untrained(array(SELECT DISTINCT person_id FROM gone));
    ELSIF EXISTS (SELECT 1 FROM fresh JOIN gone USING (id) WHERE fresh.person_id <> gone.person_id) THEN
        PERFORM note_trained(array(SELECT DISTINCT person_id FROM fresh));
        PERFORM note_untrained(array(SELECT DISTINCT person_id FROM gone));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER trainings_tell_insert AFTER INSERT ON people_trainingspell
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION trainings_tell();
CREATE TRIGGER trainings_tell_update AFTER UPDATE ON people_trainingspell
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION trainings_tell();
CREATE TRIGGER trainings_tell_delete AFTER DELETE ON people_trainingspell
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION trainings_tell();
"""
NO_MARKS = """
DROP TRIGGER trainings_tell_delete ON people_trainingspell;
DROP TRIGGER trainings_tell_update ON people_trainingspell;
DROP TRIGGER trainings_tell_insert ON people_trainingspell;
DROP FUNCTION trainings_tell();
DROP FUNCTION note_untrained(bigint[]);
DROP FUNCTION note_trained(bigint[]);
"""
# What 0017 has links tell, and whether the person was trained.
LINKS = """
CREATE OR REPLACE FUNCTION new_links_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE people_servicelink link
    SET sex = p.sex, birth_date = p.birth_date, education_code = coalesce(p.education_id, ''),
        regency_code = coalesce(p.regency_id, '')%(trained)s
    FROM fresh JOIN people_person p ON p.id = fresh.person_id
    WHERE fresh.sex = '' AND link.id = fresh.id;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION links_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE people_servicelink link
    SET sex = p.sex, birth_date = p.birth_date, education_code = coalesce(p.education_id, ''),
        regency_code = coalesce(p.regency_id, '')%(trained)s
    FROM fresh p
    WHERE link.person_id = p.id AND (link.sex, link.birth_date, link.education_code, link.regency_code%(held)s)
        IS DISTINCT FROM (p.sex, p.birth_date, coalesce(p.education_id, ''), coalesce(p.regency_id, '')%(true)s);
    RETURN NULL;
END
$$;
"""
WITH_MARK = LINKS % {"trained": ", trained = p.trained", "held": ", link.trained", "true": ", p.trained"}
WITHOUT_MARK = LINKS % {"trained": "", "held": "", "true": ""}


def _mark(default: bool) -> models.BooleanField:
    return models.BooleanField(db_default=default, editable=False, verbose_name="pernah dilatih")


class Migration(migrations.Migration):
    """A record says whether its person was ever trained, and so do its links.

    Nearly everybody on record was: whoever is there already is taken for trained without a row being written, and the
    next migration finds the others. Who comes from now on is not, until a training is noted.
    """

    dependencies = [("people", "0022_counts_by_age_read_the_young")]

    operations = [
        migrations.AddField("person", "trained", _mark(True)),
        migrations.AddField("servicelink", "trained", _mark(True)),
        migrations.AlterField("person", "trained", _mark(False)),
        migrations.AlterField("servicelink", "trained", _mark(False)),
        migrations.RunSQL(WITH_MARK, WITHOUT_MARK),
        migrations.RunSQL(MARKS, NO_MARKS),
    ]
