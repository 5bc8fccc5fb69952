from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What exclusion constraints and forgiving name search need; the owner may create all three."""

    dependencies = []

    operations = [BtreeGistExtension(), TrigramExtension(), UnaccentExtension()]
