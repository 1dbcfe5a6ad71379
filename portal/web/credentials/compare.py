"""Up to four credentials side by side, in one place."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion, parse_held
from portal.web.credentials.view_models import CredentialPage, build_credential_page
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext
from portal.web.words import credential_name

MOST = 4


class Column(DataModel):
    """One credential, and the address of the page without it; empty where it is the only one."""

    page: CredentialPage
    without_url: str


class ComparePage(DataModel):
    """Each credential as its own page tells it, and others that could stand beside them."""

    columns: tuple[Column, ...]
    more: tuple[tuple[str, str], ...]
    """Name and address with it added; none where four stand already."""
    region: str
    region_label: str
    counted_on: datetime


def parse_ids(texts: list[str]) -> tuple[str, ...]:
    """Ids of an address, repeated or joined by commas.

    Raises: InvalidCode for none, more than four, or a broken id.
    """
    ids = parse_held(",".join(texts))
    if not 1 <= len(ids) <= MOST:
        raise InvalidCode(gettext("Choose one to four credentials to compare."))
    return ids


def build_compare_page(
    session: Session, known: Knowledge, ids: tuple[str, ...], *, resolved: ResolvedRegion, now: datetime
) -> ComparePage:
    """One column a credential. Raises: NotFound when the catalog has no such id."""
    chosen = [known.graph.get(id_) for id_ in ids]
    columns = [
        Column(
            page=build_credential_page(session, known, one, resolved=resolved, now=now),
            without_url=compare_url([id_ for id_ in ids if id_ != one.id], resolved) if len(ids) > 1 else "",
        )
        for one in chosen
    ]
    others = alike(known, chosen, resolved)[: MOST if len(ids) < MOST else 0]
    return ComparePage(
        columns=tuple(columns),
        more=tuple((credential_name(one), compare_url([*ids, one.id], resolved)) for one in others),
        region=str(resolved.region),
        region_label=columns[0].page.region_label,
        counted_on=now,
    )


def alike(known: Knowledge, chosen: list[Credential], resolved: ResolvedRegion) -> list[Credential]:
    """Credentials of this place that lead to the same work, what shares most of it first; none of the chosen."""
    codes = {code for one in chosen for code in one.soc_codes}
    clusters = {cluster for one in chosen for cluster in one.clusters}
    others = [
        (len(codes.intersection(one.soc_codes)), len(clusters.intersection(one.clusters)), one)
        for one in known.catalog.credentials
        if one.id in known.graph.earnable and one not in chosen and resolved.has(one)
    ]
    sharing = [entry for entry in others if entry[0]]
    return [one for _, _, one in sorted(sharing, key=lambda entry: (-entry[0], -entry[1], entry[2].name))]


def compare_url(ids: list[str], resolved: ResolvedRegion) -> str:
    """Address of these credentials side by side."""
    return f"/credentials/compare?id={','.join(ids)}&region={resolved.region}"
