"""Reads one posting: all parts of enrich together, and a fingerprint of everything that they rest on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.enrich.asked_items import AskedItem
from ingest.enrich.curated import Overlay, with_names
from ingest.enrich.licence_vote import licensed_occupations
from ingest.enrich.occupation import TitleIndex
from ingest.enrich.occupation_model import OccupationModel
from ingest.enrich.pay import annualise
from ingest.enrich.pay_in_text import find_pay
from ingest.enrich.place import Gazetteer, SpanningCity, resolve_places
from ingest.enrich.requirements import RequirementReader, Section
from ingest.enrich.sections import find_sections
from ingest.enrich.signals import read_signals
from ingest.enrich.summary import summarise
from ingest.enrich.text import clean_and_plain
from portal.domain.credential import Catalog
from portal.domain.job_posting import PostingRecord, RequirementKind, Understanding
from portal.domain.posting_text import Signal, SignalKind, TextReading
from portal.domain.review import CuratedReadings
from portal.settings import read_config_toml
from portal.store import snapshots

VERSION = "6"
"""Raise it when the same posting would be read differently: every row is then read again at its source's next run."""


@dataclass(frozen=True)
class Reader:
    """Everything that reading needs, built once a process."""

    titles: TitleIndex
    gazetteer: Gazetteer
    requirements: RequirementReader
    fingerprint: str
    overlay: Overlay = field(default_factory=Overlay)

    @classmethod
    def build(cls, config_dir: Path, catalog: Catalog, *, curated: CuratedReadings | None = None) -> "Reader":
        """Read the lexicons and snapshots of `config/`; `curated` is what people decided about earlier readings.

        Raises: StoreUnavailable when a snapshot is missing or damaged; InvalidSettings for a broken lexicon.
        """
        embedded, lexicon = config_dir / "embedded", config_dir / "lexicon"
        decided = curated or CuratedReadings()
        digest = hashlib.sha256(
            VERSION.encode() + catalog.version.encode() + decided.digest_of_names().encode()
        )
        words: dict[str, dict[str, object]] = {}
        for path in sorted(lexicon.glob("*.toml")):
            digest.update(path.name.encode() + path.read_bytes())
            words[path.stem] = read_config_toml(path)
        for name in ("soc", "places"):
            digest.update((embedded / name / "manifest.json").read_bytes())
        coder = embedded / "coder"
        if (coder / "manifest.json").exists():
            digest.update((coder / "manifest.json").read_bytes())
        cities = tuple(
            SpanningCity(tuple(city["names"]), city["state"], city["latitude"], city["longitude"])
            for city in read_config_toml(lexicon / "places.toml")["city"]
        )
        counties = tuple(snapshots.read_counties(embedded / "places"))
        return cls(
            titles=TitleIndex.build(
                snapshots.read_soc_occupations(embedded / "soc"),
                snapshots.read_soc_titles(embedded / "soc"),
                words["titles"],
                model=OccupationModel.load(coder),
            ),
            gazetteer=Gazetteer.build(snapshots.read_zips(embedded / "places"), counties, cities),
            requirements=RequirementReader.build(with_names(catalog, decided)),
            fingerprint=digest.hexdigest(),
            overlay=Overlay.build(
                decided, county_names={c.county_fips: (f"{c.county_name}", c.state) for c in counties}
            ),
        )

    def stamp(self, record: PostingRecord) -> str:
        """What reading this record rests on: when it changes, the record is read again."""
        return self.fingerprint + self.overlay.stamp(record)

    def understand(self, record: PostingRecord) -> Understanding:
        """Occupation, requirements, places, pay and clean text of one posting; each can abstain."""
        return self.understand_items(record)[0]

    def understand_items(self, record: PostingRecord) -> tuple[Understanding, tuple[AskedItem, ...]]:
        """The same, and each credential that was found with the words that name it."""
        parts, texts = zip(
            *(
                clean_and_plain(html)
                for html in (record.description_html, record.qualifications_html, record.preferred_html)
            ),
            strict=True,
        )
        stated = tuple(self.overlay.place(place) for place in record.places)
        places, note = resolve_places(stated, self.gazetteer, is_remote=record.is_remote)
        sections = (
            Section(texts[0], default=None),
            Section(texts[1], default=RequirementKind.REQUIRED),
            Section(texts[2], default=RequirementKind.PREFERRED),
        )
        headings = ("", "<h4>Requirements</h4>", "<h4>Preferred</h4>")
        requirements, items = self.requirements.read_items(
            sections, states=frozenset(place.state for place in places)
        )
        text = "\n".join(
            f"{h}\n{t}".strip() for h, t in zip(("", "Requirements", "Preferred"), texts, strict=True) if t
        )
        signals = read_signals(record.title, text)
        hours = record.hours_per_week or _stated_hours(signals)
        pay, pay_sentence = (record.pay, "") if record.pay else find_pay(record.title, text)
        found = find_sections(text)
        annual = self.overlay.pay(annualise(pay, hours_per_week=hours), pay, record.employer_name)
        understood = Understanding(
            occupation=self.overlay.occupation(record)
            or self.titles.code(record, texts[0], licensed=licensed_occupations(requirements, items)),
            requirements=requirements,
            places=places,
            place_note=note,
            stated_pay=pay,
            hours_per_week=hours,
            pay=annual,
            text=TextReading(
                summary=summarise(text, found), sections=found, signals=signals, pay_sentence=pay_sentence
            ),
            description_html="".join(h + p for h, p in zip(headings, parts, strict=True) if p),
            description_text=text,
        )
        return understood, items


def _stated_hours(signals: Sequence[Signal]) -> float | None:
    """Hours a week where the text states one number of them."""
    stated = [s for s in signals if s.kind is SignalKind.HOURS and not s.is_denied]
    return stated[0].low if len(stated) == 1 and stated[0].low == stated[0].high else None
