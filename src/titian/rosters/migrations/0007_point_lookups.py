from django.db import migrations

# A load asks these functions about thousands of numbers while the tables they look into grow under it, unknown to
# the statistics, and PostgreSQL 18 keeps the plan a function was first run by: 10,000 rows asked of 50,000 people
# took half a minute by the plan made while nobody was on record. So each call is planned for what it is asked and
# for the table as large as it is then, by index.
FUNCTIONS = (
    "persons_matching(bytea[], text[], date[])",
    "training_days_of(bigint[])",
    "training_numbers_taken(bigint, text[])",
    "competency_numbers_taken(text[])",
    "member_numbers_taken(text[])",
)


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0006_waves_bodies_and_asked_loads"),
        ("people", "0003_find_people"),
        ("training", "0003_numbers_taken"),
        ("certification", "0003_numbers_taken"),
        ("protection", "0003_numbers_taken"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {function} SET enable_seqscan = off;"
            f"ALTER FUNCTION {function} SET plan_cache_mode = force_custom_plan",
            f"ALTER FUNCTION {function} RESET enable_seqscan; ALTER FUNCTION {function} RESET plan_cache_mode",
        )
        for function in FUNCTIONS
    ]
