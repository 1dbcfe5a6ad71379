"""Reads one posting: all parts of enrich together, and a fingerprint of everything that they rest on."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.enrich.occupation import TitleIndex
from ingest.enrich.occupation_model import OccupationModel
from ingest.enrich.pay import annualise
from ingest.enrich.place import Gazetteer, SpanningCity, resolve_places
from ingest.enrich.requirements import AskedItem, RequirementReader, Section
from ingest.enrich.text import clean_html, plain_text
from portal.domain.credential import Catalog
from portal.domain.job_posting import PostingRecord, RequirementKind, Understanding
from portal.settings import read_config_toml
from portal.store import snapshots

VERSION = "2"
"""Raise it when the same posting would be read differently: every row is then read again at its source's next run."""


@dataclass(frozen=True)
class Reader:
    """Everything that reading needs, built once a process."""

    titles: TitleIndex
    gazetteer: Gazetteer
    requirements: RequirementReader
    fingerprint: str

    @classmethod
    def build(cls, config_dir: Path, catalog: Catalog) -> "Reader":
        """Read the lexicons and snapshots of `config/`.

        Raises: StoreUnavailable when a snapshot is missing or damaged; InvalidSettings for a broken lexicon.
        """
        embedded, lexicon = config_dir / "embedded", config_dir / "lexicon"
        digest = hashlib.sha256(VERSION.encode() + catalog.version.encode())
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
        return cls(
            titles=TitleIndex.build(
                snapshots.read_soc_occupations(embedded / "soc"),
                snapshots.read_soc_titles(embedded / "soc"),
                words["titles"],
                model=OccupationModel.load(coder),
            ),
            gazetteer=Gazetteer.build(
                snapshots.read_zips(embedded / "places"), snapshots.read_counties(embedded / "places"), cities
            ),
            requirements=RequirementReader.build(catalog),
            fingerprint=digest.hexdigest(),
        )

    def understand(self, record: PostingRecord) -> Understanding:
        """Occupation, requirements, places, pay and clean text of one posting; each can abstain."""
        return self.understand_items(record)[0]

    def understand_items(self, record: PostingRecord) -> tuple[Understanding, tuple[AskedItem, ...]]:
        """The same, and each credential that was found with the words that name it."""
        parts = [
            clean_html(html)
            for html in (record.description_html, record.qualifications_html, record.preferred_html)
        ]
        texts = [plain_text(part) for part in parts]
        places, note = resolve_places(record.places, self.gazetteer, is_remote=record.is_remote)
        sections = (
            Section(texts[0], default=None),
            Section(texts[1], default=RequirementKind.REQUIRED),
            Section(texts[2], default=RequirementKind.PREFERRED),
        )
        headings = ("", "<h4>Requirements</h4>", "<h4>Preferred</h4>")
        requirements, items = self.requirements.read_items(
            sections, states=frozenset(place.state for place in places)
        )
        understood = Understanding(
            occupation=self.titles.code(record, texts[0]),
            requirements=requirements,
            places=places,
            place_note=note,
            pay=annualise(record.pay, hours_per_week=record.hours_per_week),
            description_html="".join(h + p for h, p in zip(headings, parts, strict=True) if p),
            description_text="\n".join(
                f"{h}\n{t}".strip()
                for h, t in zip(("", "Requirements", "Preferred"), texts, strict=True)
                if t
            ),
        )
        return understood, items
