"""What changed between the yearly vintages of OEWS: code list, top code, method."""

from portal.domain.model import DataModel


class OewsVintage(DataModel):
    """One reference period. Units: US dollars an hour, a year; None where the field descriptions were not read."""

    vintage: str
    code_list: str
    top_code_hourly_usd: float | None
    top_code_annual_usd: float | None


def oews_vintage(year: int) -> OewsVintage:
    """The vintage of May of a year (2003: its month is not stated).

    Source: OEWS field descriptions of each year; classification by BLS's technical notes.
    """
    if year >= 2022:
        top: tuple[float | None, float | None] = (115.0, 239_200.0)
    elif year >= 2016:
        top = (100.0, 208_000.0)
    elif year >= 2013:
        top = (90.0, 187_200.0)
    else:
        top = (None, None)
    if year >= 2021:
        codes = "oews-2021"
    elif year >= 2019:
        codes = "oews-2019"
    elif year >= 2017:
        codes = "oews-2017"
    elif year >= 2012:
        codes = "soc-2010"
    elif year >= 2010:
        codes = "soc-2000/2010"
    else:
        codes = "soc-2000"
    return OewsVintage(
        vintage=f"{year}-05", code_list=codes, top_code_hourly_usd=top[0], top_code_annual_usd=top[1]
    )
