"""What a caseload needs to know without a database or a page: class lists, and who needs somebody this week."""
