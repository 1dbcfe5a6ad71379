"""Understands a posting: text, occupation, requirements, place, pay. Each part abstains rather than guesses."""
