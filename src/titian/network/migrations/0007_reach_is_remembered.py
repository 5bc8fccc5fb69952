from django.db import migrations

# What one answer of `app_...` costs is small, but a page asks it with every statement: a centre with a hundred
# community centres below it climbed down to them fifteen times a page. The answer is kept in a setting that ends
# with the transaction, with whom and which day it is of; whatever changes the network in that transaction forgets it.
# Who may set it may set `titian.user` as well: it opens nothing that was shut.
KEPT = """
CREATE OR REPLACE FUNCTION {name}() RETURNS {type} LANGUAGE plpgsql STABLE AS $$
DECLARE
    asked text := coalesce(current_setting('titian.user', true), '') || '@' || app_today() || '=';
    kept text := coalesce(current_setting('titian.{name}', true), '');
    found {type};
BEGIN
    IF starts_with(kept, asked) THEN
        RETURN substr(kept, length(asked) + 1)::{type};
    END IF;
    found := {answer}(app_user());
    PERFORM set_config('titian.{name}', asked || found::text, true);
    RETURN found;
END
$$;
"""
ASKED_ANEW = """
CREATE OR REPLACE FUNCTION {name}() RETURNS {type} LANGUAGE sql STABLE AS $$ SELECT {answer}(app_user()) $$;
"""
ANSWERS = [
    {"name": "app_sees_all", "type": "boolean", "answer": "user_sees_all"},
    {"name": "app_organisations", "type": "bigint[]", "answer": "user_organisations"},
    {"name": "app_regions", "type": "text[]", "answer": "user_regions"},
]
FORGET = """
CREATE FUNCTION forget_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('titian.app_sees_all', '', true), set_config('titian.app_organisations', '', true),
        set_config('titian.app_regions', '', true);
    RETURN NULL;
END
$$;
"""
TABLES = ["network_membership", "network_organisation", "network_supervision"]
TRIGGERS = "".join(
    f"""
CREATE TRIGGER reach_changes AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION forget_reach();
"""
    for table in TABLES
)
WITHOUT_TRIGGERS = "".join(f"DROP TRIGGER reach_changes ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Policies ask the reach of who acts once a transaction, not once a statement."""

    dependencies = [("network", "0006_words_of_names")]

    operations = [
        migrations.RunSQL(
            FORGET + TRIGGERS + "".join(KEPT.format(**one) for one in ANSWERS),
            "".join(ASKED_ANEW.format(**one) for one in ANSWERS)
            + WITHOUT_TRIGGERS
            + "DROP FUNCTION forget_reach();",
        )
    ]
