from django.db import migrations, models

# Statement by statement, by whoever writes, below every policy: an office corrects a person whom centres serve that it
# knows nothing of. A link that is new and tells its person already (`register` writes both) is left alone.
FUNCTIONS = """
CREATE FUNCTION new_links_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE people_servicelink link
    SET sex = p.sex, birth_date = p.birth_date, education_code = coalesce(p.education_id, ''),
        regency_code = coalesce(p.regency_id, '')
    FROM fresh JOIN people_person p ON p.id = fresh.person_id
    WHERE fresh.sex = '' AND link.id = fresh.id;
    RETURN NULL;
END
$$;
CREATE FUNCTION links_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE people_servicelink link
    SET sex = p.sex, birth_date = p.birth_date, education_code = coalesce(p.education_id, ''),
        regency_code = coalesce(p.regency_id, '')
    FROM fresh p
    WHERE link.person_id = p.id AND (link.sex, link.birth_date, link.education_code, link.regency_code)
        IS DISTINCT FROM (p.sex, p.birth_date, coalesce(p.education_id, ''), coalesce(p.regency_id, ''));
    RETURN NULL;
END
$$;
CREATE TRIGGER links_tell_link_insert AFTER INSERT ON people_servicelink
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION new_links_tell();
CREATE TRIGGER links_tell_insert AFTER INSERT ON people_person
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION links_tell();
CREATE TRIGGER links_tell_update AFTER UPDATE ON people_person
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION links_tell();
"""
NONE = """
DROP TRIGGER links_tell_update ON people_person;
DROP TRIGGER links_tell_insert ON people_person;
DROP TRIGGER links_tell_link_insert ON people_servicelink;
DROP FUNCTION links_tell();
DROP FUNCTION new_links_tell();
"""


class Migration(migrations.Migration):
    """A service link says by what lists choose, so that they need not read each person to find the few they show."""

    dependencies = [("people", "0016_nearly_that_name")]

    operations = [
        migrations.AddField(
            "servicelink",
            "sex",
            models.CharField(db_default="", editable=False, max_length=1, verbose_name="jenis kelamin"),
        ),
        migrations.AddField(
            "servicelink",
            "birth_date",
            models.DateField(editable=False, null=True, verbose_name="tanggal lahir"),
        ),
        migrations.AddField(
            "servicelink",
            "education_code",
            models.CharField(db_default="", editable=False, max_length=40, verbose_name="kode pendidikan"),
        ),
        migrations.AddField(
            "servicelink",
            "regency_code",
            models.CharField(db_default="", editable=False, max_length=8, verbose_name="kode kabupaten/kota"),
        ),
        migrations.RunSQL(FUNCTIONS, NONE),
    ]
