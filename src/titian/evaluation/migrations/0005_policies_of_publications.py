from django.db import migrations

from titian.core.policies import protect

OF_THE_CENTRE = """
    (SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])
"""
OF_THE_KEEPER = """
    user_id = (SELECT app_user()) OR organisation_id = ANY ((SELECT app_organisations())::bigint[])
"""


class Migration(migrations.Migration):
    """A whole evaluation is read by those who read all its people; a saved view by who keeps it."""

    dependencies = [("evaluation", "0004_publications_and_saved_views")]

    operations = [
        protect("evaluation_publication", using=OF_THE_CENTRE),
        protect("evaluation_savedview", using=OF_THE_KEEPER),
    ]
