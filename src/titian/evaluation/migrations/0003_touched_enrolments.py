from django.db import migrations

# Which enrolments a changed row of each table touches; `changed` holds the rows before and after.
TOUCHES = {
    "training_enrolment": "SELECT id FROM changed",
    "training_trainingcertificate": "SELECT enrolment_id FROM changed",
    "certification_verdict": "SELECT enrolment_id FROM changed",
    "placement_outcomereport": "SELECT enrolment_id FROM changed",
    "protection_cover": (
        "SELECT e.id FROM changed JOIN training_enrolment e "
        "ON e.person_id = changed.person_id AND e.training_class_id = changed.training_class_id"
    ),
    "people_employmentspell": (
        "SELECT e.id FROM changed JOIN training_enrolment e ON e.person_id = changed.person_id"
    ),
    "people_disability": "SELECT e.id FROM changed JOIN training_enrolment e ON e.person_id = changed.person_id",
    "people_person": "SELECT e.id FROM changed JOIN training_enrolment e ON e.person_id = changed.id",
    "planning_trainingclass": "SELECT e.id FROM changed JOIN training_enrolment e ON e.training_class_id = changed.id",
    "programmes_programme": (
        "SELECT e.id FROM changed JOIN planning_trainingclass c ON c.programme_id = changed.id "
        "JOIN training_enrolment e ON e.training_class_id = c.id"
    ),
    "network_organisation": (
        "SELECT e.id FROM changed JOIN planning_trainingclass c ON c.organiser_id = changed.id "
        "JOIN training_enrolment e ON e.training_class_id = c.id "
        "UNION ALL SELECT e.id FROM changed JOIN planning_trainingclass c ON c.centre_id = changed.id "
        "JOIN training_enrolment e ON e.training_class_id = c.id"
    ),
    "network_ownership": (
        "SELECT e.id FROM changed JOIN planning_trainingclass c ON c.organiser_id = changed.organisation_id "
        "JOIN training_enrolment e ON e.training_class_id = c.id"
    ),
    "network_supervision": (
        "SELECT e.id FROM changed JOIN planning_trainingclass c ON c.organiser_id = changed.organisation_id "
        "JOIN training_enrolment e ON e.training_class_id = c.id"
    ),
}
ROWS = {
    "INSERT": "SELECT * FROM fresh",
    "UPDATE": "SELECT * FROM fresh UNION ALL SELECT * FROM stale",
    "DELETE": "SELECT * FROM stale",
}
REFERENCING = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}


def install(table: str, touched: str) -> str:
    """One function and one trigger an event: a transition table belongs to one event."""
    statements = []
    for event, rows in ROWS.items():
        name = f"touch_by_{table}_{event.lower()}"
        body = f"INSERT INTO public.evaluation_touchedenrolment (enrolment_id) SELECT DISTINCT touched.id FROM (WITH changed AS ({rows}) {touched}) AS touched (id);"
        statements.append(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, public AS $$ BEGIN {body} RETURN NULL; END $$;
            CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {REFERENCING[event]}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
            """
        )
    return "".join(statements)


def remove(table: str) -> str:
    return "".join(
        f"DROP TRIGGER touch_by_{table}_{event.lower()} ON {table}; DROP FUNCTION touch_by_{table}_{event.lower()}();"
        for event in ROWS
    )


class Migration(migrations.Migration):
    """The one exception to looking ahead: earlier tables append the enrolments they touch to our queue."""

    dependencies = [
        ("evaluation", "0002_policies"),
        ("network", "0001_initial"),
        ("programmes", "0001_initial"),
        ("people", "0001_initial"),
        ("planning", "0001_initial"),
        ("protection", "0001_initial"),
        ("training", "0001_initial"),
        ("certification", "0001_initial"),
        ("placement", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(install(table, touched), remove(table)) for table, touched in TOUCHES.items()
    ]
