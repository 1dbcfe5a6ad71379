"""Same names are leads; near names are nothing."""

from portal.ctdl.same_name import find_same_names
from tests.portal.ctdl.worlds import catalog, curated


def test_names_and_aliases_lead_to_all_credentials_that_have_them() -> None:
    ours = catalog(
        curated(), curated(id="two", name="Other", aliases=["CERTIFIED WELDER"]), curated(id="x", name="Exx")
    )

    found = find_same_names(
        ours, {"1": "Certified  Welder.", "2": "Certified Welders", "3": "soldador certificado"}
    )

    assert found == {"1": ("two", "welder"), "3": ("two", "welder", "x")}
