from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models

before = import_module("titian.evaluation.migrations.0007_rollup_columns")
# What does not add up moves to a table of its own: it is of every cut, where the sums are of three families.
SINGLE = {
    "counts__distinct_people": "bigint",
    "realised_packages__numerator": "bigint",
    "days_to_work__value": "double precision",
    "wage__value": "double precision",
    "regencies_reached__numerator": "bigint",
    "packages": "bigint",
    "capacity": "bigint",
}
# Sums of the same records as another sum, or of none.
TWICE = [
    "assessed__denominator",
    "assessed__missing",
    "covered__numerator",
    "covered__denominator",
    "covered__missing",
    "status_employee__numerator",
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
    "informal_statistics__denominator",
    "informal_statistics__missing",
    "informal_centre__denominator",
    "informal_centre__missing",
    "women__numerator",
    "women__denominator",
    "women__missing",
    "disability__numerator",
    "disability__missing",
    "education_junior__denominator",
    "education_junior__missing",
    "education_senior__denominator",
    "education_senior__missing",
    "education_tertiary__denominator",
    "education_tertiary__missing",
    "not_working_at_entry__missing",
]
# A month that is also a window bears the window's name.
RENAMED = {
    f"{who}_{month}__{part}": f"placed_{month}_{window}__{part}"
    for month in (3, 6, 12)
    for who, window in (("graduates", "graduates"), ("everyone", "enrolled"))
    for part in ("numerator", "denominator", "missing", "too_young")
}
READ = "(SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])"
NATIONAL = "(SELECT app_sees_all())"
# Roll-ups are made anew by the job where there is no state; of other cells none may be left.
EMPTY = "TRUNCATE evaluation_rollupmonths, evaluation_rollupstate, evaluation_staleblock;"


def _wall(table: str) -> str:
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY second_wall_read ON {table} FOR SELECT USING ({READ});
        CREATE POLICY second_wall_fold ON {table} USING ({NATIONAL}) WITH CHECK ({NATIONAL});
    """


def _add(table: str, columns: dict[str, str]) -> str:
    return f"ALTER TABLE {table} {', '.join(f'ADD COLUMN {name} {kind}' for name, kind in columns.items())};"


SUMS = {name: "integer NOT NULL DEFAULT 0" for name in before.SUMS if name not in TWICE}
NEW_SUMS = (
    _add("evaluation_rollup", SUMS)
    + "ALTER TABLE evaluation_rollup SET (fillfactor = 60);"
    + _wall("evaluation_rollup")
)
OLD_SUMS = before._add("evaluation_rollup", before.COLUMNS["evaluation_rollup"]) + before._wall(
    "evaluation_rollup"
)
NEW_NAMES = "".join(
    f"ALTER TABLE evaluation_rollupmonths RENAME COLUMN {old} TO {new};" for old, new in RENAMED.items()
)
OLD_NAMES = "".join(
    f"ALTER TABLE evaluation_rollupmonths RENAME COLUMN {new} TO {old};" for old, new in RENAMED.items()
)
KEY = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("centre_id", models.BigIntegerField(verbose_name="balai penanggung jawab")),
    ("year", models.PositiveSmallIntegerField(verbose_name="tahun anggaran")),
]
CUT = models.CharField(max_length=20, verbose_name="irisan")


class Migration(migrations.Migration):
    """The lower level keeps a cell for the values of a family of cuts, of which the pages' cuts are summed."""

    dependencies = [("evaluation", "0011_fund_may_be_unknown")]

    operations = [
        migrations.RunSQL(EMPTY, EMPTY),
        migrations.RunSQL(NEW_NAMES, OLD_NAMES),
        migrations.RunSQL(migrations.RunSQL.noop, OLD_SUMS),
        migrations.DeleteModel(name="Rollup"),
        # Numbers before texts: what has a fixed width and is never null is found in a row without looking for it.
        migrations.CreateModel(
            name="Rollup",
            fields=KEY,
            options={"verbose_name": "angka tergulung", "verbose_name_plural": "angka tergulung"},
        ),
        migrations.RunSQL(NEW_SUMS, migrations.RunSQL.noop),
        migrations.AddField(model_name="rollup", name="cut", field=CUT),
        migrations.AddField(
            model_name="rollup",
            name="codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), size=None, verbose_name="nilai irisan"
            ),
        ),
        migrations.AddConstraint(
            model_name="rollup",
            constraint=models.UniqueConstraint(
                fields=("centre_id", "year", "cut", "codes"), name="rollup_once"
            ),
        ),
        migrations.CreateModel(
            name="RollupSingle",
            fields=[*KEY, ("cut", CUT), ("code", models.TextField(verbose_name="nilai irisan"))],
            options={"verbose_name": "angka tersendiri", "verbose_name_plural": "angka tersendiri"},
        ),
        migrations.AddConstraint(
            model_name="rollupsingle",
            constraint=models.UniqueConstraint(
                fields=("centre_id", "year", "cut", "code"), name="rollup_single_once"
            ),
        ),
        migrations.RunSQL(
            _add("evaluation_rollupsingle", SINGLE) + _wall("evaluation_rollupsingle"),
            migrations.RunSQL.noop,
        ),
    ]
