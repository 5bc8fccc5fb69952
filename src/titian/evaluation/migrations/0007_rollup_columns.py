from django.db import migrations

# The parts of the registry that add up, each once; a test holds them to the registry.
SUMS = [
    "counts__people",
    "counts__passed",
    "counts__assessed",
    "counts__competent",
    "counts__job_employee",
    "counts__job_own_account",
    "counts__job_casual",
    "counts__job_none",
    "counts__job_unpaid_family",
    "counts__disability",
    "counts__female",
    "counts__covered",
    "counts__unknown_passed",
    "counts__unknown_status",
    "counts__unknown_disability",
    "counts__unknown_education",
    "counts__unknown_work_at_entry",
    "counts__unknown_domicile",
    "passed__numerator",
    "passed__denominator",
    "passed__missing",
    "passed__too_young",
    "assessed__numerator",
    "assessed__denominator",
    "assessed__missing",
    "competent__numerator",
    "competent__denominator",
    "competent__missing",
    "covered__numerator",
    "covered__denominator",
    "covered__missing",
    "status_working__numerator",
    "status_working__denominator",
    "status_working__missing",
    "status_employee__numerator",
    "status_employee__denominator",
    "status_employee__missing",
    "status_own_account__numerator",
    "status_own_account__denominator",
    "status_own_account__missing",
    "status_casual__numerator",
    "status_casual__denominator",
    "status_casual__missing",
    "status_none__numerator",
    "status_none__denominator",
    "status_none__missing",
    "placed_3_graduates__numerator",
    "placed_3_graduates__denominator",
    "placed_3_graduates__missing",
    "placed_3_graduates__too_young",
    "placed_6_graduates__numerator",
    "placed_6_graduates__denominator",
    "placed_6_graduates__missing",
    "placed_6_graduates__too_young",
    "placed_12_graduates__numerator",
    "placed_12_graduates__denominator",
    "placed_12_graduates__missing",
    "placed_12_graduates__too_young",
    "placed_3_enrolled__numerator",
    "placed_3_enrolled__denominator",
    "placed_3_enrolled__missing",
    "placed_3_enrolled__too_young",
    "placed_6_enrolled__numerator",
    "placed_6_enrolled__denominator",
    "placed_6_enrolled__missing",
    "placed_6_enrolled__too_young",
    "placed_12_enrolled__numerator",
    "placed_12_enrolled__denominator",
    "placed_12_enrolled__missing",
    "placed_12_enrolled__too_young",
    "formal_statistics__numerator",
    "formal_statistics__numerator_high",
    "formal_statistics__denominator",
    "formal_statistics__missing",
    "informal_statistics__numerator",
    "informal_statistics__numerator_high",
    "informal_statistics__denominator",
    "informal_statistics__missing",
    "formal_centre__numerator",
    "formal_centre__numerator_high",
    "formal_centre__denominator",
    "formal_centre__missing",
    "informal_centre__numerator",
    "informal_centre__numerator_high",
    "informal_centre__denominator",
    "informal_centre__missing",
    "own_business__numerator",
    "own_business__denominator",
    "own_business__missing",
    "own_business_formal_statistics__numerator",
    "own_business_formal_statistics__numerator_high",
    "own_business_formal_statistics__denominator",
    "own_business_formal_statistics__missing",
    "field_match__numerator",
    "field_match__denominator",
    "field_match__missing",
    "days_to_work__denominator",
    "days_to_work__missing",
    "days_to_work__too_young",
    "wage__denominator",
    "wage__missing",
    "women__numerator",
    "women__denominator",
    "women__missing",
    "disability__numerator",
    "disability__denominator",
    "disability__missing",
    "education_primary__numerator",
    "education_primary__denominator",
    "education_primary__missing",
    "education_junior__numerator",
    "education_junior__denominator",
    "education_junior__missing",
    "education_senior__numerator",
    "education_senior__denominator",
    "education_senior__missing",
    "education_tertiary__numerator",
    "education_tertiary__denominator",
    "education_tertiary__missing",
    "not_working_at_entry__numerator",
    "not_working_at_entry__denominator",
    "not_working_at_entry__missing",
    "seats_per_1000_unemployed__numerator",
]
# Those that do not add up hold for one cell of one centre's year, until its records change.
SINGLE = {
    "counts__distinct_people": "bigint",
    "realised_packages__numerator": "bigint",
    "days_to_work__value": "double precision",
    "wage__value": "double precision",
    "regencies_reached__numerator": "bigint",
    "packages": "bigint",
    "capacity": "bigint",
}
MONTHS = [
    f"{who}_{month}__{part}"
    for month in range(13)
    for who in ("graduates", "everyone")
    for part in ("numerator", "denominator", "missing", "too_young")
]
COLUMNS = {
    "evaluation_rollup": {**dict.fromkeys(SUMS, "integer NOT NULL DEFAULT 0"), **SINGLE},
    "evaluation_rollupmonths": dict.fromkeys(MONTHS, "integer NOT NULL DEFAULT 0"),
}

# A sum of few people tells of them: it is read by those who may count the same records, and by nobody else.
WHOLE_CENTRE = """
    (SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])
"""
NATIONAL = "(SELECT app_sees_all())"


def _add(table: str, columns: dict[str, str]) -> str:
    added = ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in columns.items())
    # Sums are updated in place again and again: room in the page spares the index.
    return f"ALTER TABLE {table} {added}; ALTER TABLE {table} SET (fillfactor = 60);"


def _drop(table: str, columns: dict[str, str]) -> str:
    return f"ALTER TABLE {table} {', '.join(f'DROP COLUMN {name}' for name in columns)}, RESET (fillfactor);"


def _wall(table: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY second_wall_read ON {table} FOR SELECT USING ({WHOLE_CENTRE});
    CREATE POLICY second_wall_fold ON {table} USING ({NATIONAL}) WITH CHECK ({NATIONAL});
    """


def _open(table: str) -> str:
    return f"""
    DROP POLICY second_wall_read ON {table};
    DROP POLICY second_wall_fold ON {table};
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


class Migration(migrations.Migration):
    """A column a part, and the second wall before them; no person stands in them, but small cells do."""

    dependencies = [("evaluation", "0006_rollups"), ("people", "0002_policies")]

    operations = [
        *(
            migrations.RunSQL(_add(table, columns), _drop(table, columns))
            for table, columns in COLUMNS.items()
        ),
        *(migrations.RunSQL(_wall(table), _open(table)) for table in COLUMNS),
    ]
