from django.db import migrations


class Migration(migrations.Migration):
    """Rate limits must hold for all web processes together, so their cache is a table."""

    dependencies = [("core", "0002_grants")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX cache_expires ON cache (expires);
            """,
            "DROP TABLE cache",
        )
    ]
