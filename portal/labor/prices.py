"""Consumer prices, to tell wages of different years in the dollars of one year.

Source: BLS CPI-U, U.S. city average, all items, 1982–84 = 100, not seasonally adjusted, May of each year (the reference
month of OEWS). Written from general knowledge, not yet checked at BLS; a test holds them against each other.
"""

CPI_U_MAY: dict[int, float] = {
    1998: 162.8,
    1999: 166.2,
    2000: 171.5,
    2001: 177.7,
    2002: 179.8,
    2003: 183.5,
    2004: 189.1,
    2005: 194.4,
    2006: 202.5,
    2007: 207.949,
    2008: 216.632,
    2009: 213.856,
    2010: 218.178,
    2011: 225.964,
    2012: 229.815,
    2013: 232.945,
    2014: 237.900,
    2015: 237.805,
    2016: 240.229,
    2017: 244.733,
    2018: 251.588,
    2019: 256.092,
    2020: 256.394,
    2021: 269.195,
    2022: 292.296,
    2023: 304.127,
    2024: 314.069,
    2025: 321.465,
}


def in_dollars_of(amount: float, *, year: int, target_year: int) -> float:
    """An amount of May of `year` in the dollars of May of `target_year`.

    Raises: KeyError when the index of one of the years is not known.
    """
    return amount * CPI_U_MAY[target_year] / CPI_U_MAY[year]


def yearly_inflation(*, start_year: int, end_year: int) -> float:
    """Average yearly rise of prices between two Mays, as a share (0.025 is 2.5 %)."""
    ratio = CPI_U_MAY[end_year] / CPI_U_MAY[start_year]
    return float(ratio ** (1 / (end_year - start_year)) - 1)
