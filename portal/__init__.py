"""Rungs, the site: from what a person holds to the credentials and the open jobs within reach."""
