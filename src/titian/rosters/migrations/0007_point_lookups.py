from django.db import migrations

# A load asks these functions about thousands of numbers while the tables they look into grow in the same
# transaction, unknown to the statistics; PostgreSQL 18 also keeps the plan it made when the table was empty.
# Each number is looked up by its index, whatever the statistics say: 10,000 rows asked of 50,000 people took half
# a minute by the plan of the empty table.
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
            f"ALTER FUNCTION {function} SET enable_seqscan = off",
            f"ALTER FUNCTION {function} RESET enable_seqscan",
        )
        for function in FUNCTIONS
    ]
