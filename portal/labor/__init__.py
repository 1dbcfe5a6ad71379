"""Wages and outlook: pure functions over `portal.domain`."""
