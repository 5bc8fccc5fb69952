from importlib import import_module

from django.db import migrations

BEFORE = import_module("titian.admissions.migrations.0015_marks_of_a_round")
TESTS = ("written", "interview")


def columns(form: str) -> str:
    return ", ".join(form.format(t=test) for test in TESTS)


# A row a choice and four columns a test: how many marked it, the sum of their marks, whether somebody was absent, and
# how far the marks lie apart. Arrays and words cost more to hand over than to fold. `own` are those of the reader.
TELLS = columns("{t}_given int, {t}_total int, {t}_absent boolean, {t}_apart int")
WHOLE = columns("{t}_given, {t}_total, {t}_absent, {t}_apart")
FOLD = columns(
    "(count(*) FILTER (WHERE g.test = '{t}'))::int AS {t}_given,"
    " (coalesce(sum(g.mark) FILTER (WHERE g.test = '{t}'), 0))::int AS {t}_total,"
    " count(*) FILTER (WHERE g.test = '{t}') > count(g.mark) FILTER (WHERE g.test = '{t}') AS {t}_absent,"
    " coalesce(max(g.mark) FILTER (WHERE g.test = '{t}') - min(g.mark) FILTER (WHERE g.test = '{t}'), 0)::int AS {t}_apart,"
    " (count(g.mark) FILTER (WHERE g.test = '{t}' AND g.rater_id = (SELECT app_user())))::int AS {t}_own,"
    " (coalesce(sum(g.mark) FILTER (WHERE g.test = '{t}' AND g.rater_id = (SELECT app_user())), 0))::int AS {t}_said"
)
FOLDED = f"""
    SELECT g.choice_id, {FOLD}
    FROM admissions_rating g JOIN admissions_choice c ON c.id = g.choice_id
    JOIN admissions_application a ON a.id = c.application_id
    WHERE a.round_id = asked_round AND {{condition}}
    GROUP BY 1
"""
# Until both marks of a test are in, or somebody was absent, a reader knows his own alone.
IN_FULL = "{t}_given >= 2 OR {t}_absent"
TOLD = columns(
    f"CASE WHEN {IN_FULL} THEN {{t}}_given ELSE {{t}}_own END, CASE WHEN {IN_FULL} THEN {{t}}_total ELSE {{t}}_said END,"
    " {t}_absent, CASE WHEN " + IN_FULL + " THEN {t}_apart ELSE 0 END"
)
SEEN = "EXISTS (SELECT FROM admissions_admissionround r WHERE r.id = asked_round AND (app_sees_all() OR r.centre_id = ANY (app_organisations())))"
ANY_TOLD = " OR ".join(f"{IN_FULL} OR {{t}}_own > 0".format(t=test) for test in TESTS)
MARKS = f"""
DROP FUNCTION admissions_marks_in(bigint);
DROP FUNCTION admissions_marks_told(bigint);
CREATE FUNCTION admissions_marks_told(asked_round bigint) RETURNS TABLE (choice_id bigint, {TELLS})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT choice_id, {TOLD} FROM ({FOLDED.format(condition=SEEN)}) AS folded WHERE {ANY_TOLD}
$$;
CREATE FUNCTION admissions_marks_in(asked_round bigint) RETURNS TABLE (choice_id bigint, {TELLS})
LANGUAGE sql STABLE AS $$
    SELECT * FROM admissions_marks_told(asked_round) WHERE row_security_active('admissions_rating')
    UNION ALL
    SELECT choice_id, {WHOLE} FROM ({FOLDED.format(condition="NOT row_security_active('admissions_rating')")}) AS folded
$$;
"""
NO_MARKS = "DROP FUNCTION admissions_marks_in(bigint); DROP FUNCTION admissions_marks_told(bigint);"


class Migration(migrations.Migration):
    """The marks of a whole round are told as columns, folded once; who may know which stays as it was."""

    dependencies = [("admissions", "0015_marks_of_a_round")]

    operations = [migrations.RunSQL(MARKS, NO_MARKS + BEFORE.MARKS)]
