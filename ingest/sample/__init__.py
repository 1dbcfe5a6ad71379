"""Writes the fictional sample postings that make a first start live."""
