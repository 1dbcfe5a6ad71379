"""Catalogs and postings of any size for the benchmark of the stack engine, the same ones for the same seed."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.domain.credential import (
    Catalog,
    Cost,
    Credential,
    CredentialKind,
    Edge,
    EdgeKind,
    EducationLevel,
    LocalizedText,
    RequiredGroup,
    Weeks,
)
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.person import Person
from portal.stacks.postings import NO_LAST_DAY, PostingColumns
from portal.stacks.signature import AskedGroup, Signature, in_order

SEED = 20260620
FAMILY = 10
"""Credentials of one trade, lowest first: what stacks."""
FIELD = 400
"""Credentials of trades that have to do with each other: the ladder of a goal stays among them."""
STATES = tuple(f"{a}{b}" for a in "ABCDE" for b in "ABCDEFGHIJ")
GENERAL = Evidence(method=EvidenceMethod.GENERAL_KNOWLEDGE)
WORDS = LocalizedText(en="One.", es="Uno.")
LEVELS = (None, None, EducationLevel.HIGH_SCHOOL, EducationLevel.ASSOCIATE, EducationLevel.BACHELOR)


def make_catalog(credentials: int, edges: int) -> Catalog:
    """Families of ten: the higher may satisfy, require, or have as parts the lower; some cross families."""
    draw = np.random.default_rng(SEED)
    ids = [f"c{n:05d}" for n in range(credentials)]
    found: dict[tuple[EdgeKind, str, str], Edge] = {}
    asked: dict[str, list[RequiredGroup]] = {id_: [] for id_ in ids}
    kinds = (*EdgeKind,)
    drawn = draw.integers(credentials, size=(edges * 8, 3))
    chance = draw.random((edges * 8, 2))
    of_kind = np.searchsorted(np.cumsum([0.3, 0.3, 0.18, 0.1]), chance[:, 0])
    for (high, low, other), kind_row, luck in zip(drawn.tolist(), of_kind, chance[:, 1], strict=True):
        if len(found) == edges:
            break
        kind = kinds[kind_row]
        low = high - high % FAMILY + low % FAMILY
        if kind not in (EdgeKind.SATISFIES, EdgeKind.PART_OF) and luck < 0.3:
            low = high - high % FIELD + other % FIELD // FAMILY * FAMILY + other % (high % FAMILY + 1)
        if low % FAMILY >= high % FAMILY or low >= credentials:
            continue
        ends = (
            (ids[high], ids[low])
            if kind in (EdgeKind.REQUIRES, EdgeKind.SATISFIES)
            else (ids[low], ids[high])
        )
        if (kind, *ends) in found:
            continue
        more: dict[str, Any] = {"completes": True} if kind is EdgeKind.PART_OF else {}
        if kind is EdgeKind.ADVANCED_STANDING:
            more = {"weeks_saved": float(draw.integers(1, 20))}
        found[kind, *ends] = Edge(kind=kind, from_id=ends[0], to_id=ends[1], evidence=GENERAL, **more)
        if kind is EdgeKind.REQUIRES:
            groups = asked[ends[0]]
            if groups and draw.random() < 0.5:
                group = groups.pop()
                groups.append(RequiredGroup(any_of=(*group.any_of, ends[1]), evidence=GENERAL))
            else:
                groups.append(RequiredGroup(any_of=(ends[1],), evidence=GENERAL))
    made = tuple(
        Credential(
            id=id_,
            name=f"Credential {id_}",
            name_es=f"Credencial {id_}",
            kind=CredentialKind.LICENSE if draw.random() < 0.1 else CredentialKind.CERTIFICATE,
            issuer="A school",
            jurisdiction=str(draw.choice(STATES)) if draw.random() < 0.1 else None,
            summary=WORDS,
            clusters=("health-science",),
            soc_codes=(f"{11 + n // FAMILY % 40}-{1000 + n // FAMILY}",),
            weeks=Weeks(typical=float(draw.integers(1, 100)), evidence=GENERAL),
            cost=Cost(typical=float(draw.integers(0, 10_000)), year=2025, evidence=GENERAL),
            requires=tuple(asked[id_]),
            evidence=(GENERAL,),
        )
        for n, id_ in enumerate(ids)
    )
    return Catalog(credentials=made, edges=tuple(found.values()), version="bench")


def make_columns(catalog: Catalog, postings: int, *, counties: int = 925) -> PostingColumns:
    """Postings with 0 to 4 OR-groups of 1 to 3 credentials that many or few ask for (Zipf), and conditions."""
    draw = np.random.default_rng(SEED + 1)
    ids = np.array([c.id for c in catalog.credentials], dtype=object)
    order = draw.permutation(len(ids))
    weight = 1 / np.arange(1, len(ids) + 1)
    pick = iter(order[draw.choice(len(ids), size=postings * 2, p=weight / weight.sum())].tolist())
    jurisdiction = {c.id: c.jurisdiction for c in catalog.credentials}
    county = draw.choice(counties, size=postings, p=_zipf(counties)).astype(np.int32)
    state = (county % len(STATES)).astype(np.int32)
    sizes = draw.choice(5, size=postings, p=[0.25, 0.3, 0.25, 0.13, 0.07])
    either = draw.choice([1, 2, 3], size=(postings, 4), p=[0.7, 0.2, 0.1])
    level = draw.choice(len(LEVELS), size=postings)
    months = draw.choice([0, 0, 0, 12, 24], size=postings)
    asked: dict[tuple[str, ...], AskedGroup] = {}
    signatures: dict[Signature, int] = {}
    # Many postings say what others say: a third of them bring something new, the rest repeat a text drawn by rank.
    texts = max(1, postings // 3)
    of_text = np.zeros(texts, dtype=np.int32)
    for n in range(texts):
        groups = []
        for place in range(int(sizes[n])):
            any_of = tuple(sorted({ids[next(pick)] for _ in range(int(either[n, place]))}))
            groups.append(asked.setdefault(any_of, AskedGroup(frozenset(any_of), is_unresolved=False)))
        is_silent = not groups and n % 5 < 4
        is_bound = is_silent or any(jurisdiction[id_] for group in groups for id_ in group.any_of)
        signature = Signature(
            is_silent=is_silent,
            groups=in_order(set(groups)),
            education=None if is_silent else LEVELS[level[n]],
            experience_months=0 if is_silent else int(months[n]),
            min_age=0,
            states=frozenset({STATES[state[n]]}) if is_bound else frozenset(),
        )
        of_text[n] = signatures.setdefault(signature, len(signatures))
    text = np.concatenate([np.arange(texts), draw.choice(texts, size=postings - texts, p=_zipf(texts))])
    rows = of_text[draw.permutation(text)]
    return PostingColumns(
        posting_ids=np.arange(1, postings + 1, dtype=np.int64),
        signature_rows=rows,
        soc_rows=draw.integers(-1, 800, size=postings).astype(np.int32),
        first_days=np.zeros(postings, dtype=np.int32),
        last_days=np.full(postings, NO_LAST_DAY, dtype=np.int32),
        is_remote=draw.random(postings) < 0.02,
        place_postings=np.arange(postings, dtype=np.int32),
        place_states=state,
        place_counties=county,
        latitudes=draw.uniform(25, 48, counties)[county],
        longitudes=draw.uniform(-122, -70, counties)[county],
        signatures=tuple(signatures),
        soc_codes=tuple(f"{11 + n // 20}-{1000 + n}" for n in range(800)),
        states=STATES,
        county_fips=tuple(f"{n:05d}" for n in range(counties)),
    )


def people(catalog: Catalog) -> Iterator[Person]:
    """People who hold 0 to 10 credentials and told their schooling and experience."""
    draw = np.random.default_rng(SEED + 2)
    ids = np.array([c.id for c in catalog.credentials], dtype=object)
    while True:
        held = draw.choice(ids, size=int(draw.integers(11)), replace=False)
        yield Person(
            held=tuple(held.tolist()),
            education=EducationLevel.HIGH_SCHOOL,
            experience_months=int(draw.choice([0, 12, 36])),
            age=30,
        )


def _zipf(total: int) -> npt.NDArray[np.float64]:
    weight = 1 / np.arange(1, total + 1)
    chances: npt.NDArray[np.float64] = weight / weight.sum()
    return chances
