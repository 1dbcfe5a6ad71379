"""Paper: tagged PDFs (PDF/UA-1) from plain data; pure but for the fonts that it is pointed to (docs/plan.md)."""
