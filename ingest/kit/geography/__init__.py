"""Geography from its publishers' files: ZIP codes, counties, and the OEWS area of each county."""
