"""Ids that cannot be guessed."""

import secrets


def new_id() -> str:
    """24 letters of 0–9 and a–f: 96 bits from the operating system's source of chance."""
    return secrets.token_hex(12)
