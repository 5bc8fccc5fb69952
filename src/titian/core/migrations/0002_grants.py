from django.db import migrations

GRANT = """
GRANT USAGE ON SCHEMA public TO titian_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO titian_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO titian_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO titian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO titian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO titian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO titian_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM titian_app;
"""
REVOKE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM titian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM titian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM titian_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM titian_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM titian_app;
"""


class Migration(migrations.Migration):
    """Let the serving role use what the owner makes, now and later; policies decide which rows."""

    dependencies = [("core", "0001_extensions")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
