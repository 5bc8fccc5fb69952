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
    """Programmes are found by the stems of the words of their names, without reading every name."""

    dependencies = [("programmes", "0002_outlook")]

    operations = [migrations.AddIndex("programme", GinIndex(WORDS, name="programme_words"))]
