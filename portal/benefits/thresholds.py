"""Reads `config/benefits/*.toml`; refuses what could mislead: an unknown key, a wrong unit, two figures for a day."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from portal.benefits.lines import OF_A_STATE, UNIT_OF, LineKey, Unit
from portal.benefits.threshold import NATION, HelpLine, NotLoaded, ShareOf, Threshold, Thresholds
from portal.domain.errors import InvalidSettings
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES

FOLDER = "benefits"
LISTS = ("threshold", "not_loaded", "help_line")
Model = TypeVar("Model", bound=DataModel)


class ThresholdRecord(DataModel):
    """A threshold as its file states it: an amount, or a share of another line."""

    key: LineKey
    program: str = Field(min_length=1)
    amount_usd: Decimal | None = Field(default=None, gt=0, le=1_000_000, decimal_places=2)
    percent: Decimal | None = Field(default=None, gt=0, le=1000)
    percent_of: LineKey | None = None
    unit: Unit
    starts_on: date
    ends_on: date | None = None
    jurisdiction: str = NATION
    evidence: Evidence
    is_copy: bool = False
    note: LocalizedText | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        has_share = self.percent is not None and self.percent_of is not None
        if (self.amount_usd is None) != has_share or (self.percent is None) != (self.percent_of is None):
            raise ValueError("give either amount_usd, or percent together with percent_of")
        if self.unit is not UNIT_OF[self.key]:
            raise ValueError(
                f"unit must be {UNIT_OF[self.key].value}: that is how the program states {self.key.value}"
            )
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on is before starts_on")
        if self.key in OF_A_STATE and self.jurisdiction not in STATE_NAMES:
            raise ValueError("jurisdiction must be the two letters of a state: this line differs by state")
        if self.key not in OF_A_STATE and self.jurisdiction != NATION:
            raise ValueError(f"jurisdiction must be {NATION}: this line is the same in every state")
        if self.is_copy and not self.evidence.is_checked:
            raise ValueError("is_copy says what was read on checked_on, and there is no checked_on")
        return self


def read_thresholds(config_dir: Path) -> Thresholds:
    """Everything in `config/benefits/*.toml`.

    Raises: InvalidSettings naming the file, the record and what to do.
    """
    folder = config_dir / FOLDER
    files: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            files[path.name] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InvalidSettings(f"{FOLDER}/{path.name} is not valid TOML: {error}") from error
    if not files:
        raise InvalidSettings(
            f"No file {FOLDER}/*.toml in {config_dir}: bring the folder back (docs/benefits.md)."
        )
    return parse_thresholds(files)


def parse_thresholds(files: Mapping[str, Mapping[str, Any]]) -> Thresholds:
    """The thresholds of parsed files by name.

    Raises: InvalidSettings naming the file, the record and what to do.
    """
    records: list[tuple[str, ThresholdRecord]] = []
    not_loaded: list[NotLoaded] = []
    help_lines: list[HelpLine] = []
    for name, raw in files.items():
        if unknown := sorted(set(raw) - set(LISTS)):
            raise InvalidSettings(
                f"{FOLDER}/{name}: unknown key {', '.join(unknown)}; known are {', '.join(LISTS)}."
            )
        for key in raw:
            if not isinstance(raw[key], list):
                raise InvalidSettings(
                    f"{FOLDER}/{name}: {key} must be a list: write [[{key}]] above each record."
                )
        records += [
            (_place(name, each), _read(ThresholdRecord, name, each)) for each in raw.get("threshold", ())
        ]
        not_loaded += [_read(NotLoaded, name, each) for each in raw.get("not_loaded", ())]
        help_lines += [_read(HelpLine, name, each) for each in raw.get("help_line", ())]
    _refuse_two_for_one_day(records)
    plain = [_loaded(record) for _, record in records if record.amount_usd is not None]
    shares = [_share(place, record, plain) for place, record in records if record.amount_usd is None]
    return Thresholds(
        records=tuple(
            sorted(
                plain + shares, key=lambda each: (list(LineKey).index(each.key), -each.starts_on.toordinal())
            )
        ),
        not_loaded=tuple(not_loaded),
        help_lines=tuple(help_lines),
    )


def _read(model: type[Model], name: str, raw: object) -> Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InvalidSettings(
            f"{_place(name, raw)}: {key + ': ' if key else ''}{first['msg']}. See docs/benefits.md."
        ) from error


def _place(name: str, raw: object) -> str:
    """The record in the words of its file: `benefits/us.toml, sga of 2026-01-01`."""
    if not isinstance(raw, Mapping):
        return f"{FOLDER}/{name}"
    since = f" of {raw['starts_on']}" if "starts_on" in raw else ""
    return f"{FOLDER}/{name}, {raw.get('key') or raw.get('name') or 'a record without key'}{since}"


def _refuse_two_for_one_day(records: list[tuple[str, ThresholdRecord]]) -> None:
    ordered = sorted(records, key=lambda pair: (pair[1].key, pair[1].jurisdiction, pair[1].starts_on))
    for (earlier_place, earlier), (place, later) in pairwise(ordered):
        if (earlier.key, earlier.jurisdiction) != (later.key, later.jurisdiction):
            continue
        if earlier.ends_on is None or earlier.ends_on >= later.starts_on:
            raise InvalidSettings(
                f"{place}: {earlier_place} covers the same days; give that one an ends_on before {later.starts_on}."
            )


def _loaded(
    record: ThresholdRecord, *, amount_usd: Decimal | None = None, share: ShareOf | None = None
) -> Threshold:
    amount = record.amount_usd if amount_usd is None else amount_usd
    assert amount is not None
    kept = {
        name: getattr(record, name) for name in Threshold.model_fields if name in ThresholdRecord.model_fields
    }
    return Threshold(**(kept | {"amount_usd": amount, "share_of": share}))


def _share(place: str, record: ThresholdRecord, plain: list[Threshold]) -> Threshold:
    """A share worked out: of the figure that applies on the first day of it, in the same unit."""
    assert record.percent is not None
    assert record.percent_of is not None
    base = next(
        (
            each
            for each in plain
            if each.key is record.percent_of
            and each.applies(record.starts_on)
            and each.unit is record.unit
            and (each.ends_on is None or (record.ends_on is not None and record.ends_on <= each.ends_on))
        ),
        None,
    )
    if base is None:
        raise InvalidSettings(
            f"{place}: no {record.percent_of.value} per {record.unit.value} covers all its days; add it, or end this "
            "one sooner."
        )
    amount = (base.amount_usd * record.percent / 100).quantize(Decimal("0.01"))
    share = ShareOf(key=base.key, percent=record.percent, amount_usd=base.amount_usd, evidence=base.evidence)
    return _loaded(record, amount_usd=amount, share=share)
