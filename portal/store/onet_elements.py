"""O*NET's ratings of a few elements for several occupations at once."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from portal.domain.occupation_profile import RatedElement
from portal.store.onet import SCALES
from portal.store.reference_tables import OnetElementRow, OnetOccupationRow, OnetRatingRow


def list_elements(
    session: Session, soc_codes: Iterable[str], element_ids: Iterable[str]
) -> dict[str, tuple[RatedElement, ...]]:
    """Ratings by SOC code, of the occupation by which O*NET describes the code; empty where nothing is loaded.

    Left out are ratings that O*NET advises not to use, as on the page of an occupation.
    """
    codes: dict[str, str] = {}
    for soc_code, onet_code in session.exec(
        select(OnetOccupationRow.soc_code, OnetOccupationRow.onet_soc_code)
        .where(col(OnetOccupationRow.soc_code).in_(set(soc_codes)))
        .order_by(OnetOccupationRow.onet_soc_code)
    ):
        codes.setdefault(soc_code, onet_code)
    if not codes:
        return {}
    soc_of = {onet_code: soc_code for soc_code, onet_code in codes.items()}
    rows = session.exec(
        select(OnetRatingRow, OnetElementRow)
        .join(OnetElementRow, col(OnetElementRow.element_id) == col(OnetRatingRow.element_id))
        .where(
            col(OnetRatingRow.onet_soc_code).in_(set(soc_of)),
            col(OnetRatingRow.element_id).in_(set(element_ids)),
            OnetRatingRow.category == 0,
            col(OnetRatingRow.is_suppressed).is_(False),
        )
        .order_by(col(OnetRatingRow.element_id))
    )
    found: dict[str, list[RatedElement]] = {}
    for rating, element in rows:
        if SCALES.get(rating.domain) == rating.scale_id:
            found.setdefault(soc_of[rating.onet_soc_code], []).append(
                RatedElement(
                    element_id=element.element_id,
                    name=element.name,
                    description=element.description,
                    value=rating.value,
                    release=rating.release,
                )
            )
    return {soc_code: tuple(each) for soc_code, each in found.items()}
