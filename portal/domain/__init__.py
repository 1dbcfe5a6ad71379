"""The words of the field: codes, credential, occupation, job posting, wage, region, evidence, errors. Pure: no I/O."""
