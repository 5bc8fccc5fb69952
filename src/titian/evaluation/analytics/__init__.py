"""The registry on engines beside PostgreSQL: over exported records, for questions the pages do not ask."""
