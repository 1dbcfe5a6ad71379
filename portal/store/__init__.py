"""The store: engine, tables, repositories (plain functions over a session) and migrations. The database is the truth."""
