"""Conversions between code lists: no code lost, totals kept, and many-to-many always said."""

import csv
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidCode
from portal.labor.crosswalk import CodePair, Conversion, Crosswalk, Meeting, Taxonomy
from portal.settings import ROOT
from portal.store.crosswalks import read_code_titles, read_crosswalk_pairs
from portal.store.snapshots import read_soc_occupations
from tests.real_data import real_file

T = Taxonomy
FOLDER = ROOT / "config" / "embedded" / "crosswalks"


@pytest.fixture(scope="module")
def walk() -> Crosswalk:
    return Crosswalk(
        read_crosswalk_pairs(FOLDER),
        titles={(taxonomy, code): title for taxonomy, code, title in read_code_titles(FOLDER)},
        parents={
            one.soc_code: one.parent_code
            for one in read_soc_occupations(FOLDER.parent / "soc")
            if one.parent_code
        },
    )


@pytest.mark.parametrize(
    ("code", "source", "target", "targets", "meeting"),
    [
        ("31-1131", T.SOC_2018, T.SOC_2010, {"31-1014"}, Meeting.ONE_TO_ONE),
        ("31-1014", T.SOC_2010, T.SOC_2018, {"31-1131"}, Meeting.ONE_TO_ONE),
        ("11-2031", T.SOC_2010, T.SOC_2018, {"11-2032", "11-2033"}, Meeting.SPLIT),
        ("31-1121", T.SOC_2018, T.OEWS_2021, {"31-1120"}, Meeting.MERGED),
        ("31-1120", T.OEWS_2021, T.SOC_2018, {"31-1121", "31-1122"}, Meeting.SPLIT),
        ("31-1120", T.OEWS_2019, T.OEWS_2021, {"31-1120"}, Meeting.ONE_TO_ONE),
        ("11-2032", T.OEWS_2021, T.OEWS_2019, {"11-2030"}, Meeting.MERGED),
        ("11-1011.03", T.ONET_SOC_2019, T.SOC_2018, {"11-1011"}, Meeting.MERGED),
        ("15-1132", T.SOC_2010, T.SOC_2018, {"15-1252", "15-1253"}, Meeting.MANY_TO_MANY),
        ("01.0508", T.CIP_2020, T.SOC_2018, set(), Meeting.NONE),
        ("55-3016", T.SOC_2018, T.CIP_2020, set(), Meeting.NONE),
        ("health-science", T.CLUSTER_2002, T.CLUSTER_2024, {"healthcare-human-services"}, Meeting.MERGED),
    ],
)
def test_known_conversions(
    walk: Crosswalk, code: str, source: Taxonomy, target: Taxonomy, targets: set[str], meeting: Meeting
) -> None:
    found = walk.convert(code, source, target)
    assert set(found.targets) == targets
    assert found.meeting is meeting
    assert (found.path[0], found.path[-1]) == (source, target)


def test_soc_2000_has_its_821_occupations_and_soc_2010_its_840(walk: Crosswalk) -> None:
    assert len(walk.codes(T.SOC_2000)) == 821
    assert len(walk.codes(T.SOC_2010)) == 840
    nurses = walk.convert("29-1111", T.SOC_2000, T.OEWS_2021)
    assert nurses.targets == ("29-1141", "29-1151", "29-1161", "29-1171")
    assert nurses.meeting is Meeting.SPLIT
    assert walk.convert("49-3023", T.SOC_2000, T.OEWS_2021).is_exact


def test_a_group_stands_for_its_members(walk: Crosswalk) -> None:
    assert walk.members("31-1120") == {"31-1121", "31-1122"}
    assert len(walk.members("29-0000")) > 60
    assert walk.members("31-1131") == {"31-1131"}
    assert set(walk.convert("31-1120", T.SOC_2018, T.SOC_2010).targets) == {"31-1011", "39-9021"}


def test_all_other_is_marked(walk: Crosswalk) -> None:
    assert walk.convert("17-2199", T.SOC_2010, T.SOC_2018).is_residual
    assert not walk.convert("29-1141", T.SOC_2010, T.SOC_2018).is_residual


@pytest.mark.parametrize("source", list(T))
def test_no_code_is_lost_on_the_way_to_soc_2018_and_back(walk: Crosswalk, source: Taxonomy) -> None:
    """Whatever a code becomes, going back finds it again; only CIP and cluster tables leave codes without a match."""
    lost = []
    for code in walk.codes(source):
        there = walk.convert(code, source, T.SOC_2018)
        if not there.targets:
            lost.append(code)
            continue
        back = {one for target in there.targets for one in walk.convert(target, T.SOC_2018, source).targets}
        assert code in back, (source, code)
        assert code in there.sources
    if source is T.CIP_2020:
        assert len(lost) == 225, (
            "194 without match, and basic skills and leisure, which the table does not name"
        )
    elif source in (T.CLUSTER_2002, T.CLUSTER_2024):
        assert lost == []
    else:
        assert lost == [], (source, lost)


def test_meetings_agree_from_both_sides(walk: Crosswalk) -> None:
    for source, target in ((T.SOC_2010, T.SOC_2018), (T.ONET_SOC_2010, T.ONET_SOC_2019)):
        for code in walk.codes(source):
            found = walk.convert(code, source, target)
            if found.meeting is Meeting.ONE_TO_ONE:
                back = walk.convert(found.targets[0], target, source)
                assert back.targets == (code,)
                assert back.meeting is Meeting.ONE_TO_ONE


def test_every_soc_2018_occupation_has_its_oews_code_but_those_without_estimate(walk: Crosswalk) -> None:
    without = {c for c in walk.codes(T.SOC_2018) if not walk.convert(c, T.SOC_2018, T.OEWS_2021).targets}
    assert len(walk.codes(T.SOC_2018)) == 867
    assert len(without) == 21
    assert {code for code in without if not code.startswith("55-")} == {"11-1031", "45-3031"}


def test_an_unknown_code_is_an_error_and_not_an_empty_answer(walk: Crosswalk) -> None:
    with pytest.raises(InvalidCode, match="is not a code of soc-2018"):
        walk.convert("99-0000", T.SOC_2018, T.SOC_2010)
    alone = Crosswalk([CodePair(T.SOC_2000, "11-1011", T.SOC_2010, "11-1011")])
    with pytest.raises(InvalidCode, match="No table joins soc-2000 and soc-2018"):
        alone.convert("11-1011", T.SOC_2000, T.SOC_2018)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (T.SOC_2010, T.SOC_2018),
        (T.SOC_2018, T.CIP_2020),
        (T.OEWS_2017, T.OEWS_2021),
        (T.OEWS_2019, T.OEWS_2021),
    ],
)
def test_shared_out_jobs_keep_their_total(walk: Crosswalk, source: Taxonomy, target: Taxonomy) -> None:
    amounts = {code: 100.0 + place for place, code in enumerate(sorted(walk.codes(source)))}
    for weights in (None, {code: 1.0 + place for place, code in enumerate(sorted(walk.codes(target)))}):
        shared, left = walk.share_out(amounts, source, target, weights=weights)
        assert sum(shared.values()) + sum(left.values()) == pytest.approx(sum(amounts.values()))
        assert set(shared) <= walk.codes(target)
        assert all(amount > 0 for amount in shared.values())


LISTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20)


@given(first=LISTS, second=LISTS)
def test_any_chain_of_tables_keeps_codes_and_totals(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    pairs = [CodePair(T.SOC_2000, f"a{a}", T.SOC_2010, f"b{b}") for a, b in first]
    pairs += [CodePair(T.SOC_2010, f"b{a}", T.SOC_2018, f"c{b}") for a, b in second]
    walk = Crosswalk(pairs)
    if not walk.codes(T.SOC_2018):
        return
    reach: Callable[[str], Conversion] = lambda code: walk.convert(code, T.SOC_2000, T.SOC_2018)  # noqa: E731
    for code in walk.codes(T.SOC_2000):
        by_hand = {f"c{d}" for (a, b), (c, d) in product(first, second) if f"a{a}" == code and b == c}
        found = reach(code)
        assert set(found.targets) == by_hand
        sharing = {other for other in walk.codes(T.SOC_2000) if by_hand & set(reach(other).targets)}
        expected = {
            (False, False): Meeting.SPLIT, (False, True): Meeting.ONE_TO_ONE,
            (True, False): Meeting.MANY_TO_MANY, (True, True): Meeting.MERGED,
        }[sharing > {code}, len(by_hand) == 1]  # fmt: skip
        assert found.meeting is (expected if by_hand else Meeting.NONE)
    amounts = dict.fromkeys(walk.codes(T.SOC_2000), 10.0)
    shared, left = walk.share_out(amounts, T.SOC_2000, T.SOC_2018)
    assert sum(shared.values()) + sum(left.values()) == pytest.approx(sum(amounts.values()))


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "columns", "source", "target"),
    [
        ("soc2010_to_2018_crosswalk.csv", (0, 2), T.SOC_2010, T.SOC_2018),
        ("2010_to_2019_Crosswalk.csv", (0, 2), T.ONET_SOC_2010, T.ONET_SOC_2019),
        ("2019_to_SOC_Crosswalk.csv", (0, 2), T.ONET_SOC_2019, T.SOC_2018),
        ("oes_hybrid_crosswalk.csv", (0, 2), T.OEWS_2019, T.SOC_2018),
    ],
)
def test_what_ships_is_what_was_published(
    name: str, columns: tuple[int, int], source: Taxonomy, target: Taxonomy
) -> None:
    with real_file(f"crosswalks/{name}").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    published = {(row[columns[0]].strip(), row[columns[1]].strip()) for row in rows}
    ours = {
        (one.source_code, one.target_code)
        for one in read_crosswalk_pairs(FOLDER)
        if (one.source, one.target) == (source, target)
    }
    assert ours == published
