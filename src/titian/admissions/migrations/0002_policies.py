from django.db import migrations

from titian.core.policies import protect, protect_history

OF_CENTRE = "(SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])"
STAFF_OF_ROUND = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM admissions_admissionround r
        WHERE r.id = round_id AND r.centre_id = ANY ((SELECT app_organisations())::bigint[]))
"""
APPLICATION = f"person_id = (SELECT app_person()) OR {STAFF_OF_ROUND}"
OF_APPLICATION = "EXISTS (SELECT 1 FROM admissions_application a WHERE a.id = application_id)"
STAFF_OF_APPLICATION = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM admissions_application a JOIN admissions_admissionround r ON r.id = a.round_id
        WHERE a.id = application_id AND r.centre_id = ANY ((SELECT app_organisations())::bigint[]))
"""
# A rater sees the other's mark only once both are in; the person rated never sees marks being made.
RATINGS = """
CREATE FUNCTION admissions_ratings_in(asked_choice bigint, asked_test text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT count(*) >= 2 OR bool_or(mark IS NULL) FROM admissions_rating
    WHERE choice_id = asked_choice AND test = asked_test
$$;
CREATE FUNCTION admissions_staff_of_choice(asked_choice bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM admissions_choice c JOIN admissions_application a ON a.id = c.application_id
        JOIN admissions_admissionround r ON r.id = a.round_id
        WHERE c.id = asked_choice AND r.centre_id = ANY (app_organisations()))
$$;
"""
# How many marks are in, without telling them.
RATERS = """
CREATE FUNCTION admissions_places_taken(asked_choice bigint, asked_test text) RETURNS smallint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(place ORDER BY place), '{}') FROM admissions_rating
    WHERE choice_id = asked_choice AND test = asked_test
$$;
CREATE FUNCTION admissions_raters_in(asked_round bigint) RETURNS TABLE (choice_id bigint, test text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT g.choice_id, g.test::text, count(*) FROM admissions_rating g
    JOIN admissions_choice c ON c.id = g.choice_id JOIN admissions_application a ON a.id = c.application_id
    JOIN admissions_admissionround r ON r.id = a.round_id
    WHERE r.id = asked_round AND (app_sees_all() OR r.centre_id = ANY (app_organisations()))
    GROUP BY 1, 2
$$;
"""
# Which run holds, for an applicant who may not read the run itself: it tells everybody's marks.
IN_FORCE = """
CREATE FUNCTION admissions_run_in_force(asked_round bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM admissions_run WHERE round_id = asked_round AND state = 'confirmed' ORDER BY number DESC LIMIT 1
$$;
"""
NO_RATERS = "DROP FUNCTION admissions_raters_in(bigint); DROP FUNCTION admissions_places_taken(bigint, text);"
NO_RATINGS = """
DROP FUNCTION admissions_staff_of_choice(bigint);
DROP FUNCTION admissions_ratings_in(bigint, text);
"""
# Who applies lets the centre see the record: the applicant may make that one link.
OWN_LINK = """
CREATE POLICY applicant_lets_in ON people_servicelink FOR INSERT WITH CHECK (person_id = (SELECT app_person()));
"""


class Migration(migrations.Migration):
    """The centre of a round sees its applications, a person the own ones; a rater not yet the other's mark."""

    dependencies = [("admissions", "0001_initial"), ("people", "0002_policies")]

    operations = [
        migrations.RunSQL(RATINGS, NO_RATINGS),
        migrations.RunSQL(RATERS, NO_RATERS),
        migrations.RunSQL(IN_FORCE, "DROP FUNCTION admissions_run_in_force(bigint)"),
        protect("admissions_application", using=APPLICATION),
        protect_history("admissions_applicationevent", using=APPLICATION),
        protect("admissions_choice", using=OF_APPLICATION),
        protect("admissions_documentcheck", using=OF_APPLICATION, check=STAFF_OF_APPLICATION),
        protect(
            "admissions_rating",
            using="""
                (SELECT app_sees_all()) OR rater_id = (SELECT app_user())
                OR (admissions_ratings_in(choice_id, test) AND admissions_staff_of_choice(choice_id))
            """,
            check="(SELECT app_sees_all()) OR admissions_staff_of_choice(choice_id)",
        ),
        protect("admissions_result", using=OF_APPLICATION, check=STAFF_OF_APPLICATION),
        protect("admissions_offer", using=OF_APPLICATION),
        protect(
            "admissions_reminder", using="EXISTS (SELECT 1 FROM admissions_offer o WHERE o.id = offer_id)"
        ),
        protect("admissions_appeal", using=OF_APPLICATION),
        protect("admissions_run", using=STAFF_OF_ROUND),
        migrations.RunSQL(OWN_LINK, "DROP POLICY applicant_lets_in ON people_servicelink"),
    ]
