"""Search: one port over credentials, job postings and occupations; the embedded engine behind it."""
