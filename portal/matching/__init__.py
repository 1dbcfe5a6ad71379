"""A person before one posting: every criterion with its reason and what it rests on; pure (docs/matching.md)."""
