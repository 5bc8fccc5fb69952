from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The filtered list of a centre's or an office's people, and its count, out of one index each."""

    atomic = False
    dependencies = [("people", "0018_fill_links")]

    operations = [
        AddIndexConcurrently(
            "servicelink",
            models.Index(
                fields=["organisation", "person"],
                include=["sex", "birth_date", "education_code", "regency_code"],
                condition=models.Q(until=None),
                name="served_by_organisation",
            ),
        ),
        RemoveIndexConcurrently("servicelink", "service_link_of_organisation"),
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["regency", "-id"],
                include=["sex", "birth_date", "education", "user"],
                name="person_of_regency_listed",
            ),
        ),
        RemoveIndexConcurrently("person", "person_of_regency_latest"),
    ]
