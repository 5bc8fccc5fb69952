from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchConfig, SearchVector
from django.db import migrations

WORDS = CombinedSearchVector(
    SearchVector("name", config="indonesian"),
    "||",
    SearchVector("name", config="simple"),
    SearchConfig("indonesian"),
)


class Migration(migrations.Migration):
    """Organisations are found by the stems of the words of their names, without reading every name."""

    dependencies = [("network", "0005_two_offices_roles")]

    operations = [migrations.AddIndex("organisation", GinIndex(WORDS, name="organisation_words"))]
