from django.db import migrations

from titian.core.policies import protect

OF_SENDER_OR_LOAD = """
(SELECT app_sees_all()) OR actor_id = (SELECT app_user())
    OR EXISTS (SELECT 1 FROM rosters_load l WHERE l.id = load_id)
"""


class Migration(migrations.Migration):
    """A file handed in is seen by its sender and, once it belongs to a load, by those who see the load."""

    dependencies = [("rosters", "0004_uploaded_rosters")]

    operations = [protect("rosters_uploadedroster", using=OF_SENDER_OR_LOAD)]
