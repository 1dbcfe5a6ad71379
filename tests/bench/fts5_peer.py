"""The same postings and questions on SQLite FTS5, for comparison only."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from portal.domain.region import ResolvedRegion
from portal.search.distance import miles_from
from portal.search.documents import PostingDocument
from tests.bench.generated_postings import TODAY

_SELECT = "FROM words JOIN posting ON posting.id = words.rowid WHERE words MATCH :text"


class Fts5Peer:
    """One table of columns, one FTS5 table without content; Porter stemming as in our text fields."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file)
        self._db.create_function("miles", 4, self._miles, deterministic=True)
        self._db.executescript(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE posting (id INTEGER PRIMARY KEY, state TEXT, county TEXT, latitude REAL, longitude REAL,
              soc_major TEXT, remote INTEGER, posted INTEGER, last INTEGER, pay REAL);
            CREATE INDEX posting_state ON posting (state); CREATE INDEX posting_posted ON posting (posted);
            CREATE INDEX posting_point ON posting (latitude, longitude);
            CREATE VIRTUAL TABLE words USING fts5(title, employer, place, body, content='',
              tokenize='porter unicode61');
            """
        )

    @staticmethod
    def _miles(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
        return float(miles_from(latitude, longitude, latitudes=to_latitude, longitudes=to_longitude))

    def build(self, documents: Iterable[PostingDocument]) -> None:
        for d in documents:
            self._db.execute(
                "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    int(d.id), d.states[0], d.county_fips[0], *d.points[0], d.soc_codes[-1], int(d.is_remote),
                    d.posted_on.toordinal() if d.posted_on else None,
                    d.valid_through_on.toordinal() if d.valid_through_on else None, d.annual_pay_min_usd,
                ),
            )  # fmt: skip
            self._db.execute(
                "INSERT INTO words (rowid, title, employer, place, body) VALUES (?, ?, ?, ?, ?)",
                (int(d.id), d.title, d.employer_name, " ".join(d.place_names), d.description),
            )
        self._db.commit()
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.commit()

    def search(
        self, text: str, *, region: ResolvedRegion | None, facets: bool, newest: bool, pay_min: float | None
    ) -> tuple[list[int], int]:
        """Ids of the first 20 and the exact count."""
        words = text.split()
        values: dict[str, object] = {"today": TODAY.toordinal()}
        if words:
            values["text"] = " ".join(f'"{word}"' for word in words) + "*"
            found = f"{_SELECT} AND last >= :today"
            order = "posted DESC" if newest else "bm25(words, 8, 3, 3, 1)"
        else:
            found, order = "FROM posting WHERE last >= :today", "posted DESC"
        found += self._region(region, values)
        if pay_min is not None:
            values["pay"] = pay_min
            found += " AND pay >= :pay"
        ids = [
            row[0] for row in self._db.execute(f"SELECT posting.id {found} ORDER BY {order} LIMIT 20", values)
        ]
        total = self._db.execute(f"SELECT count(*) {found}", values).fetchone()[0]
        if facets:
            for column in (
                "state",
                "soc_major",
                "remote",
                "'FULL_TIME'",
                "cast(pay / 20000 AS INTEGER)",
                "posted",
            ):
                self._db.execute(f"SELECT {column}, count(*) {found} GROUP BY 1", values).fetchall()
        return ids, total

    def close(self) -> None:
        self._db.close()

    def _region(self, region: ResolvedRegion | None, values: dict[str, object]) -> str:
        if region is None:
            return ""
        if region.states:
            values["state"] = min(region.states)
            return " AND (remote OR state = :state)"
        radius = region.region.radius_miles or 25
        latitude, longitude = region.latitude or 0.0, region.longitude or 0.0
        values |= {
            "lat": latitude, "lon": longitude, "radius": radius, "south": latitude - radius / 69,
            "north": latitude + radius / 69, "west": longitude - radius / 45, "east": longitude + radius / 45,
        }  # fmt: skip
        return (
            " AND (remote OR (latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east"
            " AND miles(:lat, :lon, latitude, longitude) <= :radius))"
        )
