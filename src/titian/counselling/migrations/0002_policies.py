from django.db import migrations

from titian.core.policies import protect, protect_history

# Planners see every person, but not what somebody told an officer: of those who see all, machines alone pass.
OF_OFFICE = "office_id = ANY ((SELECT app_organisations())::bigint[]) OR (SELECT app_is_machine())"
OWN_OR_OFFICE = f"person_id = (SELECT app_person()) OR {OF_OFFICE}"
OF_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
OF_INTERVIEW = "EXISTS (SELECT 1 FROM counselling_interview i WHERE i.id = interview_id)"
OF_VERSION = "EXISTS (SELECT 1 FROM counselling_interviewversion v WHERE v.id = version_id)"
OF_DECISION = "EXISTS (SELECT 1 FROM counselling_decision d WHERE d.id = decision_id)"
WRITES_DECISION = """
    (SELECT app_is_machine()) OR EXISTS (
        SELECT 1 FROM counselling_decision d
        WHERE d.id = decision_id AND d.office_id = ANY ((SELECT app_organisations())::bigint[]))
"""
OWN_TIE = "user_id = (SELECT app_user()) OR declared_by_id = (SELECT app_user()) OR (SELECT app_is_machine())"

# The screen in the waiting room is read by everybody: numbers and desks of today, and nobody's name.
CALLED = """
CREATE FUNCTION counselling_called(asked bigint)
RETURNS TABLE (kind text, number smallint, desk text, called_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.kind::text, t.number::smallint, t.desk::text, t.called_at FROM counselling_queueticket t
    WHERE t.office_id = asked AND t.day = app_today() AND t.state = 'called'
    ORDER BY t.called_at DESC LIMIT 6
$$;
CREATE FUNCTION counselling_waiting(asked bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT count(*) FROM counselling_queueticket t
    WHERE t.office_id = asked AND t.day = app_today() AND t.state = 'waiting'
$$;
"""
# Whether the acting officer stands on the same family card as a person; neither number is told to the other.
FAMILY = """
CREATE FUNCTION counselling_same_family(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM counselling_familycard mine JOIN counselling_familycard theirs USING (card_hash)
        WHERE mine.user_id = app_user() AND theirs.person_id = asked)
$$;
"""
OF_CARD = f"""
    user_id = (SELECT app_user()) OR person_id = (SELECT app_person()) OR (SELECT app_is_machine())
    OR (user_id IS NULL AND {OF_PERSON})
"""


class Migration(migrations.Migration):
    """What a person told is read by the person and the office that asked; a decision by whoever serves the person."""

    dependencies = [("counselling", "0001_initial"), ("people", "0009_narrow_support")]

    operations = [
        migrations.RunSQL(
            CALLED, "DROP FUNCTION counselling_called(bigint); DROP FUNCTION counselling_waiting(bigint)"
        ),
        migrations.RunSQL(FAMILY, "DROP FUNCTION counselling_same_family(bigint)"),
        protect("counselling_appointment", using=OWN_OR_OFFICE),
        protect("counselling_queueticket", using=OWN_OR_OFFICE, check=OF_OFFICE),
        protect("counselling_interview", using=OWN_OR_OFFICE, check=OF_OFFICE),
        protect("counselling_interviewversion", using=OF_INTERVIEW),
        protect("counselling_answer", using=OF_VERSION),
        protect("counselling_decision", using=f"{OWN_OR_OFFICE} OR {OF_PERSON}", check=OF_OFFICE),
        protect_history("counselling_decisionevent", using=f"{OWN_OR_OFFICE} OR {OF_PERSON}"),
        protect("counselling_decisionroute", using=OF_DECISION, check=WRITES_DECISION),
        protect_history("counselling_decisionrouteevent", using=OF_DECISION),
        protect("counselling_comparison", using=WRITES_DECISION),
        protect("counselling_tie", using=OWN_TIE),
        protect("counselling_familycard", using=OF_CARD),
        protect("counselling_notice", using=OWN_OR_OFFICE),
    ]
