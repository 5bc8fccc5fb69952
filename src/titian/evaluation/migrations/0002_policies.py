from django.db import migrations

READ = """
    (SELECT app_sees_all())
    OR centre_id = ANY ((SELECT app_organisations())::bigint[])
    OR organiser_id = ANY ((SELECT app_organisations())::bigint[])
    OR regency = ANY ((SELECT app_regions())::text[])
    OR person_id = (SELECT app_person())
"""
POLICIES = f"""
ALTER TABLE evaluation_participation ENABLE ROW LEVEL SECURITY;
CREATE POLICY second_wall_read ON evaluation_participation FOR SELECT USING ({READ});
CREATE POLICY second_wall_fold ON evaluation_participation
    USING ((SELECT app_sees_all())) WITH CHECK ((SELECT app_sees_all()));
"""
OPEN = """
DROP POLICY second_wall_read ON evaluation_participation;
DROP POLICY second_wall_fold ON evaluation_participation;
ALTER TABLE evaluation_participation DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Who sees the person or answers for the class reads its participation; only national scope folds."""

    dependencies = [("evaluation", "0001_initial"), ("people", "0002_policies")]

    operations = [migrations.RunSQL(POLICIES, OPEN)]
