"""The store: engine, tables, repositories (functions over a session), migrations. The database is the truth."""
