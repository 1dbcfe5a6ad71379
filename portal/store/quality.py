"""Reads the figures on how right postings are read: `config/quality.json`, written by `make bench-quality`."""

from pathlib import Path

from pydantic import ValidationError

from portal.domain.errors import StoreUnavailable
from portal.domain.quality import QualityFigures

FILE = "quality.json"


def read_quality(config_dir: Path) -> QualityFigures | None:
    """The figures; None where they were never measured.

    Raises: StoreUnavailable when the file is not in its form.
    """
    path = config_dir / FILE
    if not path.exists():
        return None
    try:
        return QualityFigures.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise StoreUnavailable(
            f"config/{FILE} is not in the form that this version reads ({error.error_count()} errors). "
            "Write it anew: make bench-quality"
        ) from error
