from django.db import migrations

from titian.core.policies import protect

OF_DECISION = "EXISTS (SELECT 1 FROM counselling_decision d WHERE d.id = decision_id)"
OF_OFFICE = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM counselling_decision d
        WHERE d.id = decision_id AND d.office_id = ANY ((SELECT app_organisations())::bigint[]))
"""


class Migration(migrations.Migration):
    """Who sees a decision sees its lot; only the office that decided draws."""

    dependencies = [("counselling", "0004_equal_routes_by_lot")]

    operations = [protect("counselling_routedraw", using=OF_DECISION, check=OF_OFFICE)]
