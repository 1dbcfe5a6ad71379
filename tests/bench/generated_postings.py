"""Job postings made from a seed: as many as asked, always the same, with the skew of real ones."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from portal.search.documents import PostingDocument

TODAY = date(2026, 6, 20)
SEED = 20260620
_TRADES = (
    "nurse", "welder", "electrician", "plumber", "driver", "cook", "cashier", "teacher", "mechanic", "carpenter",
    "accountant", "machinist", "janitor", "painter", "clerk", "baker", "guard", "programmer", "roofer", "dispatcher",
    "phlebotomist", "paralegal", "surveyor", "librarian", "optician", "pharmacist", "dietitian", "barber", "butcher",
    "inspector",
)  # fmt: skip
_QUALIFIERS = (
    "senior", "lead", "junior", "night", "weekend", "traveling", "certified", "assistant", "industrial", "residential",
    "commercial", "pediatric", "apprentice", "seasonal", "bilingual", "mobile", "charge", "field", "shop", "regional",
)  # fmt: skip
_STATES = ("IN", "IL", "OH", "MI", "KY", "WI", "MO", "TN", "PA", "NY")
_SYLLABLES = (
    "ra",
    "mo",
    "ti",
    "len",
    "sor",
    "vin",
    "cal",
    "der",
    "pa",
    "nu",
    "fe",
    "gol",
    "hi",
    "ster",
    "bo",
    "quin",
)


class World:
    """Words, counties and occupations from which postings are drawn."""

    def __init__(self, seed: int = SEED) -> None:
        draw = random.Random(seed)
        self.words = sorted({"".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(9_000)})
        draw.shuffle(self.words)
        self._word_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        # Skewed, so that a million postings have some 200,000 distinct titles, as the probe's had.
        self._rare = self.words[:2000]
        self._rare_weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._rare))))
        self._qualifier_weights = list(accumulate(1 / (rank + 1) for rank in range(len(_QUALIFIERS))))
        self.counties = [
            (f"{18000 + number:05d}", draw.choice(_STATES), draw.uniform(36, 45), draw.uniform(-94, -75))
            for number in range(900)
        ]
        self._county_weights = list(accumulate(1 / (rank + 5) ** 0.8 for rank in range(900)))
        self._occupations = [f"{draw.randint(11, 53)}-{draw.randint(1011, 9099)}" for _ in range(800)]
        self._occupation_weights = list(accumulate(1 / (rank + 1) ** 0.9 for rank in range(800)))

    def postings(self, count: int, *, seed: int = SEED) -> Iterator[PostingDocument]:
        """`count` postings; the first ones are the same whatever the count."""
        draw = random.Random(seed)
        for number in range(1, count + 1):
            county, state, latitude, longitude = draw.choices(
                self.counties, cum_weights=self._county_weights
            )[0]
            soc = draw.choices(self._occupations, cum_weights=self._occupation_weights)[0]
            # Five ZIP codes a county, so that postings share points as real ones do.
            zip_number = draw.randrange(5)
            point = (round(latitude + zip_number * 0.05, 4), round(longitude - zip_number * 0.05, 4))
            qualifier = draw.choices(_QUALIFIERS, cum_weights=self._qualifier_weights)[0]
            rare = draw.choices(self._rare, cum_weights=self._rare_weights)[0]
            title = f"{qualifier} {draw.choice(_TRADES)} {rare}"
            yield PostingDocument(
                id=str(number),
                title=title.title(),
                employer_name=f"{draw.choice(self.words)} {draw.choice(('care', 'works', 'group'))}".title(),
                description=" ".join(
                    draw.choices(self.words, cum_weights=self._word_weights, k=draw.randint(60, 150))
                ),
                occupation_name="",
                credential_names=(),
                credential_names_es=(),
                place_names=(f"Town {county}",),
                states=(state,),
                county_fips=(county,),
                points=(point,),
                soc_codes=(soc, f"{soc[:2]}-0000"),
                codes=(soc,),
                credential_ids=(),
                is_remote=draw.random() < 0.05,
                source_key="generated",
                employment_types=("FULL_TIME",),
                posted_on=TODAY - timedelta(days=draw.randrange(60)),
                valid_through_on=TODAY + timedelta(days=draw.randrange(-3, 60)),
                annual_pay_min_usd=float(draw.randrange(25_000, 120_000, 500)),
            )

    def queries(self, kind: str, count: int) -> list[str]:
        """Texts of one kind of query."""
        draw = random.Random(f"{SEED}{kind}")
        made = []
        for _ in range(count):
            trade, qualifier = draw.choice(_TRADES), draw.choice(_QUALIFIERS)
            rare = draw.choices(self._rare[:200], cum_weights=self._rare_weights[:200])[0]
            at = draw.randrange(1, len(trade) - 1)
            texts = {
                "one word": draw.choice((trade, rare)),
                "two words": f"{qualifier} {trade}",
                "prefix": (trade if draw.random() < 0.5 else rare)[:4],
                "one typo": f"{qualifier} {trade[:at]}{trade[at + 1 :]}",
            }
            made.append(texts.get(kind, trade))
        return made
