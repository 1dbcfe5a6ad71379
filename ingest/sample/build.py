"""Builds the sample postings from templates. Placeholder until the templates are in."""

from pathlib import Path
from typing import Any


def build_sample(config_dir: Path, out: Path) -> dict[str, Any]:
    """Raises: ValueError."""
    raise ValueError(f"no templates in {config_dir} for {out}")
