"""How people usually enter each occupation, in the form that the unlock index reads for its mark *likely*.

The mark says "a person with this schooling and licence usually could": where more than that is usually asked, or
the law asks for a licence that the catalog does not know, the occupation is left out and nothing is called likely.
"""

from collections.abc import Mapping

from sqlmodel import Session

from portal.domain.credential import Catalog, CredentialKind, EducationLevel
from portal.domain.outlook import EntryExperience, EntryTraining, TypicalEntry
from portal.stacks.unlock import UsualEntry
from portal.store.catalog import read_catalog
from portal.store.occupations import list_occupation_codes
from portal.store.outlook import list_typical_entries

_LEARNED_BEFORE_HIRE = (EntryTraining.APPRENTICESHIP, EntryTraining.INTERNSHIP_RESIDENCY)
_LICENSED_WORK = ("23-10", "25-20", "29-", "39-501", "39-509")
"""Lawyers and judges, school teachers, healthcare practitioners and technicians, barbers and cosmetologists: most
states ask for a licence (general knowledge). Without one in the catalog, schooling alone says too little."""


def usual_entry(session: Session, catalog: Catalog | None = None) -> Mapping[str, UsualEntry]:
    """Usual entry by SOC 2018 code: BLS's typical education, and the catalog's licences for the occupation.

    Left out: occupations that usually ask for experience, an apprenticeship or a residency first, and commonly
    licensed work whose licence the catalog does not have. An occupation that BLS prints in a group gets the group's.
    """
    licenses = _licenses_of(catalog if catalog is not None else read_catalog(session))
    entries = list_typical_entries(session, sorted(list_occupation_codes(session)))
    found = {}
    for code, entry in entries.items():
        needed = licenses.get(code, ())
        if _asks_for_more(entry, is_licensed=bool(needed)):
            continue
        # A licence already proves the schooling that the law asks for; the typical degree may be higher.
        education = EducationLevel.NONE if needed else entry.education
        found[code] = UsualEntry(education=education, license_ids=needed)
    return found


def _asks_for_more(entry: TypicalEntry, *, is_licensed: bool) -> bool:
    if entry.experience is not EntryExperience.NONE:
        return True
    if is_licensed:
        return False
    return entry.training in _LEARNED_BEFORE_HIRE or entry.soc_code.startswith(_LICENSED_WORK)


def _licenses_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Licences by occupation: what a state itself grants, each of which opens the work there.

    A state's own certification counts where its law asks for it
    (Indiana certifies nurse aides). An endorsement only adds to a licence, and a
    permit that a licence requires first only leads to it: holding one of them alone says nothing.
    """
    granted = [
        credential
        for credential in catalog.credentials
        if credential.kind is CredentialKind.LICENSE
        or (credential.kind is CredentialKind.CERTIFICATION and credential.is_asked_in_law)
    ]
    first_steps = {other for one in granted for group in one.requires for other in group.any_of}
    by_occupation: dict[str, list[str]] = {}
    for credential in granted:
        name = credential.name.lower()
        if "endorsement" in name or ("permit" in name and credential.id in first_steps):
            continue
        for code in credential.soc_codes:
            by_occupation.setdefault(code, []).append(credential.id)
    return {code: tuple(ids) for code, ids in by_occupation.items()}
