"""Ingestion: sources of postings and reference data, from fetch to a row with its provenance."""
