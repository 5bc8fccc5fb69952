import django.contrib.postgres.fields
from django.db import migrations, models

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
READ = "(SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])"
NATIONAL = "(SELECT app_sees_all())"
# Roll-ups are made anew by the job where there is no state; of other cells none may be left.
EMPTY = "TRUNCATE evaluation_rollup, evaluation_rollupmonths, evaluation_rollupstate, evaluation_staleblock;"
MOVED_OUT = f"ALTER TABLE evaluation_rollup {', '.join(f'DROP COLUMN {name}' for name in SINGLE)};"
MOVED_BACK = f"ALTER TABLE evaluation_rollup {', '.join(f'ADD COLUMN {name} {kind}' for name, kind in SINGLE.items())};"
OF_SINGLES = f"""
    ALTER TABLE evaluation_rollupsingle {", ".join(f"ADD COLUMN {name} {kind}" for name, kind in SINGLE.items())};
    ALTER TABLE evaluation_rollupsingle ENABLE ROW LEVEL SECURITY;
    CREATE POLICY second_wall_read ON evaluation_rollupsingle FOR SELECT USING ({READ});
    CREATE POLICY second_wall_fold ON evaluation_rollupsingle USING ({NATIONAL}) WITH CHECK ({NATIONAL});
"""
WITHOUT_SINGLES = """
    DROP POLICY second_wall_read ON evaluation_rollupsingle;
    DROP POLICY second_wall_fold ON evaluation_rollupsingle;
"""


class Migration(migrations.Migration):
    """The lower level keeps a cell for the values of a family of cuts, of which the pages' cuts are summed."""

    dependencies = [("evaluation", "0011_fund_may_be_unknown")]

    operations = [
        migrations.RunSQL(EMPTY, EMPTY),
        migrations.CreateModel(
            name="RollupSingle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("centre_id", models.BigIntegerField(verbose_name="balai penanggung jawab")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun anggaran")),
                ("cut", models.CharField(max_length=20, verbose_name="irisan")),
                ("code", models.TextField(verbose_name="nilai irisan")),
            ],
            options={
                "verbose_name": "angka tersendiri",
                "verbose_name_plural": "angka tersendiri",
            },
        ),
        migrations.AddConstraint(
            model_name="rollupsingle",
            constraint=models.UniqueConstraint(
                fields=("centre_id", "year", "cut", "code"), name="rollup_single_once"
            ),
        ),
        migrations.RunSQL(OF_SINGLES, WITHOUT_SINGLES),
        migrations.RunSQL(MOVED_OUT, MOVED_BACK),
        migrations.RemoveConstraint(model_name="rollup", name="rollup_once"),
        migrations.RemoveField(model_name="rollup", name="code"),
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
        migrations.RunSQL(migrations.RunSQL.noop, EMPTY),
    ]
