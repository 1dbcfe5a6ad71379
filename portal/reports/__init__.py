"""Reports of an organisation that name nobody: what is counted, for which months, and what may be shown of it."""
