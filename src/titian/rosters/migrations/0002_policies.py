from django.db import migrations

from titian.core.policies import protect

OF_CENTRE = "(SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])"


class Migration(migrations.Migration):
    """A load is seen by its centre and those above it, the rows it staged included."""

    dependencies = [
        ("rosters", "0001_initial"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect("rosters_load", using=OF_CENTRE),
        protect("rosters_loadedfile", using="EXISTS (SELECT 1 FROM rosters_load l WHERE l.id = load_id)"),
        protect(
            "rosters_loadedsheet", using="EXISTS (SELECT 1 FROM rosters_loadedfile f WHERE f.id = file_id)"
        ),
        protect("rosters_stagedrow", using=OF_CENTRE),
        protect(
            "rosters_vanishedrow", using="EXISTS (SELECT 1 FROM rosters_stagedrow r WHERE r.id = row_id)"
        ),
    ]
