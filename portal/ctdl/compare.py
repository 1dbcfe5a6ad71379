"""Curated against imported: where they differ, both are kept with their sources, and a curator decides.

Matching is by CTID, then by name and issuer. Nothing is merged here and nothing is inferred: two records whose names
merely resemble each other stay two records.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum

from portal.ctdl.imported import ImportedBatch, ImportedCode, ImportedCredential, ImportedEdge
from portal.domain.codes import parse_soc_code
from portal.domain.credential import Catalog, Credential, EdgeKind
from portal.domain.errors import InvalidCode
from portal.domain.evidence import Evidence
from portal.domain.model import DataModel


class MatchedBy(StrEnum):
    """On what two records were found to be the same."""

    CTID = "ctid"
    NAME_AND_ISSUER = "name and issuer"


class Match(DataModel):
    """An imported credential and the curated one that it is."""

    imported_key: str
    credential_id: str
    matched_by: MatchedBy


class ConflictKind(StrEnum):
    """What a curator is asked."""

    DIFFERS = "differs"
    """Both say something, and not the same."""
    FILLS_GAP = "fills gap"
    """The catalog says nothing; the import does."""
    AMBIGUOUS = "ambiguous"
    """The import fits several credentials of the catalog, or several imports fit one."""


class Conflict(DataModel):
    """One thing to decide. Both statements stand with their evidence."""

    kind: ConflictKind
    credential_id: str
    imported_key: str
    field: str
    curated: str
    imported: str
    curated_evidence: Evidence | None
    imported_evidence: Evidence


_WORDS = re.compile(r"[^\w]+")
_LEGAL = re.compile(r"\b(the|inc|incorporated|llc|ltd|corp|corporation|co)\b")


def normal_name(text: str) -> str:
    """A name without case, accents, signs and legal forms, for comparing only."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_LEGAL.sub(" ", _WORDS.sub(" ", plain.replace("&", " and "))).split())


def match(curated: Catalog, imported: ImportedBatch) -> tuple[tuple[Match, ...], tuple[Conflict, ...]]:
    """Which imported credential is which curated one, and where that is not clear."""
    by_ctid = {c.ctid: c for c in curated.credentials if c.ctid}
    by_title = _index(curated, with_aliases=False)
    by_name = _index(curated, with_aliases=True)
    matches: list[Match] = []
    unclear: list[Conflict] = []
    for record in imported.credentials:
        if record.ctid in by_ctid:
            matches.append(_match(record, by_ctid[record.ctid], MatchedBy.CTID))
            continue
        if not any(owner.name for owner in record.owners):
            same = _by_name_alone(record, by_name)
            if same:
                ids = ", ".join(c.id for c in same)
                unclear.append(_ambiguous(record, same[0], f"names no issuer; by its name it fits {ids}"))
            continue
        # postings share short names, so a title goes before an alias
        found = _by_name(record, by_title, with_aliases=False)
        found = found or _by_name(record, by_name, with_aliases=True)
        # a curated record with a CTID of its own is another resource, whatever its name
        found = [c for c in found if not (c.ctid and record.ctid)]
        if len(found) == 1:
            matches.append(_match(record, found[0], MatchedBy.NAME_AND_ISSUER))
        elif found:
            ids = ", ".join(sorted(c.id for c in found))
            unclear.append(_ambiguous(record, found[0], f"fits {ids}"))
    held: dict[str, list[str]] = {}
    for pair in matches:
        held.setdefault(pair.credential_id, []).append(pair.imported_key)
    records = {record.key: record for record in imported.credentials}
    credentials = {c.id: c for c in curated.credentials}
    for credential_id, keys in held.items():
        if len(keys) > 1:
            unclear += [
                _ambiguous(
                    records[key],
                    credentials[credential_id],
                    f"one of {len(keys)} that fit",
                )
                for key in keys
            ]
    return tuple(pair for pair in matches if len(held[pair.credential_id]) == 1), tuple(unclear)


def compare(curated: Catalog, imported: ImportedBatch) -> tuple[Conflict, ...]:
    """All that a curator must decide, in a fixed order. Where both say the same, nothing is returned."""
    matches, unclear = match(curated, imported)
    credentials = {c.id: c for c in curated.credentials}
    records = {record.key: record for record in imported.credentials}
    found = list(unclear)
    for pair in matches:
        found.extend(_fields(credentials[pair.credential_id], records[pair.imported_key]))
    ids = {pair.imported_key: pair.credential_id for pair in matches}
    found.extend(_edges(curated, imported.edges, ids))
    return tuple(sorted(found, key=lambda c: (c.credential_id, c.field, c.imported_key, c.imported)))


def _index(curated: Catalog, *, with_aliases: bool) -> dict[tuple[str, str], list[Credential]]:
    """Credentials by name and issuer, both in their form for comparing."""
    index: dict[tuple[str, str], list[Credential]] = {}
    for credential in curated.credentials:
        aliases = (*credential.aliases, *credential.aliases_es) if with_aliases else ()
        names = {normal_name(n) for n in (credential.name, credential.name_es, *aliases)}
        for name in names:
            index.setdefault((name, normal_name(credential.issuer)), []).append(credential)
    return index


def _match(record: ImportedCredential, credential: Credential, by: MatchedBy) -> Match:
    return Match(imported_key=record.key, credential_id=credential.id, matched_by=by)


def _by_name(
    record: ImportedCredential,
    index: Mapping[tuple[str, str], list[Credential]],
    *,
    with_aliases: bool,
) -> list[Credential]:
    aliases = record.alternate_names if with_aliases else ()
    names = {normal_name(name) for name in (*record.names.values(), *aliases)}
    issuers = {normal_name(owner.name) for owner in record.owners if owner.name}
    found = {c.id: c for name in names for issuer in issuers for c in index.get((name, issuer), ())}
    return list(found.values())


def _by_name_alone(
    record: ImportedCredential, by_name: Mapping[tuple[str, str], list[Credential]]
) -> list[Credential]:
    names = {normal_name(name) for name in (*record.names.values(), *record.alternate_names)}
    found = {c.id: c for (name, _), held in by_name.items() if name in names for c in held}
    return sorted(found.values(), key=lambda c: c.id)


def _ambiguous(record: ImportedCredential, credential: Credential, words: str) -> Conflict:
    return Conflict(
        kind=ConflictKind.AMBIGUOUS,
        credential_id=credential.id,
        imported_key=record.key,
        field="identity",
        curated=credential.name,
        imported=f"{record.name}: {words}",
        curated_evidence=credential.evidence[0],
        imported_evidence=record.evidence,
    )


def _fields(curated: Credential, imported: ImportedCredential) -> Iterator[Conflict]:
    own = curated.evidence[0]
    known_names = {
        normal_name(n) for n in (curated.name, curated.name_es, *curated.aliases, *curated.aliases_es)
    }
    names = [n for n in dict.fromkeys(imported.names.values()) if normal_name(n) not in known_names]
    owners = [o.name for o in imported.owners if o.name]
    if any(normal_name(name) == normal_name(curated.issuer) for name in owners):
        owners = []
    weeks, cost, renewal = curated.weeks, curated.cost, curated.renewal
    price = next(
        (c.price for c in imported.costs if c.kind == "costType:AggregateCost" and _is_usd(c.currency)), None
    )
    our_weeks = f"{weeks.typical:g}" if weeks else ""
    our_cost = f"{cost.typical:g}" if cost else ""
    their_cost = f"{price:g}" if price is not None else ""
    pairs: tuple[tuple[str, str, str, Evidence | None], ...] = (
        ("name", curated.name, "; ".join(names), own),
        ("issuer", curated.issuer, "; ".join(owners), own),
        ("kind", curated.kind.value, imported.ctdl_class.removeprefix("ceterms:"), own),
        ("status", curated.status.value, imported.status.value if imported.status else "", own),
        ("ctid", curated.ctid or "", imported.ctid or "", own),
        ("homepage", curated.homepage, imported.homepage, own),
        ("weeks", our_weeks, _weeks(curated, imported), weeks.evidence if weeks else None),
        ("cost_usd", our_cost, their_cost, cost.evidence if cost else None),
        (
            "renewal_months",
            str(renewal.months) if renewal else "",
            str(imported.renewal_months or ""),
            renewal.evidence if renewal else None,
        ),
        ("soc_codes", " ".join(sorted(curated.soc_codes)), " ".join(_soc_codes(imported.occupations)), own),
        ("cip_codes", " ".join(sorted(curated.cip_codes)), " ".join(_cip_codes(imported.programs)), own),
    )  # fmt: skip
    for field, ours, theirs, evidence in pairs:
        if theirs and _plain(ours) != _plain(theirs):
            yield Conflict(
                kind=ConflictKind.DIFFERS if ours else ConflictKind.FILLS_GAP,
                credential_id=curated.id,
                imported_key=imported.key,
                field=field,
                curated=ours,
                imported=theirs,
                curated_evidence=evidence if ours else None,
                imported_evidence=imported.evidence,
            )


def _plain(text: str) -> str:
    """Addresses that differ by scheme or a closing slash lead to the same page."""
    return text.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _is_usd(currency: str) -> bool:
    return currency.strip().casefold() in ("usd", "us dollar", "us dollars", "$")


def _weeks(curated: Credential, imported: ImportedCredential) -> str:
    """The imported duration where it does not bear out the curated one; empty where it does or says nothing."""
    low, exact, high = imported.weeks_low, imported.weeks_exact, imported.weeks_high
    if exact is not None:
        return f"{exact:g}"
    if low is None and high is None:
        return ""
    typical = curated.weeks.typical if curated.weeks else None
    if typical is not None and (low or 0) <= typical <= (high if high is not None else typical):
        return ""
    return f"{low if low is not None else '?'}–{high if high is not None else '?'}"


def _soc_codes(codes: tuple[ImportedCode, ...]) -> list[str]:
    """SOC codes among occupation codes. Of which year they are is seldom said, so a difference is only shown."""
    found = set()
    for code in codes:
        try:
            found.add(parse_soc_code(code.code))
        except InvalidCode:
            continue
    return sorted(found)


def _cip_codes(codes: tuple[ImportedCode, ...]) -> list[str]:
    return sorted({c.code.strip() for c in codes if re.fullmatch(r"\d{2}\.\d{4}", c.code.strip())})


def _edges(
    curated: Catalog, imported: tuple[ImportedEdge, ...], ids: Mapping[str, str]
) -> Iterator[Conflict]:
    """Stated edges between two matched credentials that the catalog lacks or has the other way round."""
    held = {(e.kind, e.from_id, e.to_id): e for e in curated.edges}
    for edge in imported:
        from_id, to_id = ids.get(edge.from_key), ids.get(edge.to_key)
        if from_id is None or to_id is None or from_id == to_id or (edge.kind, from_id, to_id) in held:
            continue
        turned = held.get((edge.kind, to_id, from_id))
        opposed = turned is not None and edge.kind is not EdgeKind.SATISFIES
        yield Conflict(
            kind=ConflictKind.DIFFERS if opposed else ConflictKind.FILLS_GAP,
            credential_id=from_id,
            imported_key=edge.from_key,
            field=f"edge {edge.kind.value} {to_id}",
            curated=f"{to_id} {edge.kind.value} {from_id}" if opposed else "",
            imported=f"{from_id} {edge.kind.value} {to_id}",
            curated_evidence=turned.evidence if turned is not None and opposed else None,
            imported_evidence=edge.evidence,
        )
