"""What postings ask for, in their own words: each case is a way in which boards write it."""

import pytest

from ingest.enrich.requirements import Section
from ingest.enrich.understand import Reader
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState

R, P = RequirementKind.REQUIRED, RequirementKind.PREFERRED


def read(
    reader: Reader, text: str, *, state: str = "IN", section: RequirementKind | None = R
) -> Requirements:
    return reader.requirements.read((Section(text, default=section),), states=frozenset({state}))


def groups(requirements: Requirements, kind: RequirementKind = R) -> list[tuple[str, ...]]:
    return [g.any_of for g in requirements.groups if g.kind is kind]


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("CNA required.", [("cna-in",)]),
        ("Must be a certified nursing assistant (CNA).", [("cna-in",)]),
        ("C.N.A. certification required", [("cna-in",)]),
        (
            "CNA or LPN required, and CPR certification required.",
            [("cna-in", "lpn-license-in"), ("cpr-aed",)],
        ),
        ("CMA (AAMA), CCMA or RMA (AMT) required", [("cma-aama", "ccma-nha", "rma-amt")]),
        ("CompTIA A+ and Network+ required.", [("comptia-a-plus",), ("comptia-network-plus",)]),
        ("RN license required; BSN preferred.", [("rn-license-in",)]),
        ("OSHA-10 required", [("osha-10-construction",)]),
        ("Valid driver’s license required", [("drivers-license-in",)]),
        ("CNA certification is not required.", []),
        ("No CNA license needed; we train.", []),
        ("Help the rn and the lpn.", []),
    ],
)
def test_required_credentials_as_and_of_or_groups(
    reader: Reader, text: str, required: list[tuple[str, ...]]
) -> None:
    assert groups(read(reader, text)) == required


def test_preferred_is_not_required(reader: Reader) -> None:
    found = read(reader, "CNA certification required, phlebotomy certification preferred.")
    assert groups(found) == [("cna-in",)]
    assert groups(found, P) == [("cpt-nha", "pbt-ascp")]
    found = read(reader, "Preferred Qualifications:\nCDA credential\nRequirements:\nCPR", section=None)
    assert (groups(found, P), groups(found)) == ([("cda-credential",)], [("cpr-aed",)])


def test_what_is_to_be_had_after_hire_is_no_condition_to_start(reader: Reader) -> None:
    found = read(reader, "Food handler card required within 30 days of hire.")
    assert groups(found) == []


def test_duties_ask_for_nothing(reader: Reader) -> None:
    found = read(reader, "You supervise CNAs and LPNs.\nWork beside an RN.", section=None)
    assert groups(found) == []
    assert found.state is RequirementsState.NOTHING_FOUND


def test_a_licence_is_that_of_the_postings_state(reader: Reader) -> None:
    text = "A valid New York State Registered Nurse License."
    assert groups(read(reader, text, state="NY")) == [("rn-license-ny",)]
    elsewhere = read(reader, "RN license required.", state="TX").groups[0]
    assert (elsewhere.any_of, bool(elsewhere.unresolved)) == ((), True)


@pytest.mark.parametrize(
    ("states", "meant", "name"),
    [
        ({"NY"}, ("drivers-license",), "Driver's License (any state)"),
        ({"IN"}, ("drivers-license-in",), "Driver's License (Indiana operator license)"),
        ({"IN", "NY"}, ("drivers-license", "drivers-license-in"), "Driver's License (any state)"),
        (set(), ("drivers-license",), "Driver's License (any state)"),
    ],
)
def test_a_drivers_licence_is_never_that_of_another_state(
    reader: Reader, states: set[str], meant: tuple[str, ...], name: str
) -> None:
    section = Section("A motor vehicle driver license valid in the State of New York is required.", default=R)
    found, items = reader.requirements.read_items((section,), states=frozenset(states))
    assert (groups(found), items[0].credential) == ([meant], name)


def test_what_only_another_state_has_is_not_resolved(reader: Reader) -> None:
    found = read(reader, "Certified peer support professional required.", state="NY").groups[0]
    assert (found.any_of, found.unresolved) == ((), ("Certified peer support professional",))
    assert groups(read(reader, "Certified peer support professional required.")) == [("cpsp-in",)]


def test_what_the_catalog_does_not_know_stays_unresolved(reader: Reader) -> None:
    found = read(reader, "Must hold a valid crematory operator license.")
    assert found.groups[0].any_of == ()
    assert "crematory operator" in found.groups[0].unresolved[0]
    assert found.state is RequirementsState.UNDERSTOOD
    assert read(reader, "This license must be maintained for the duration of employment.").groups == ()


def test_experience_instead_of_a_credential_is_a_choice(reader: Reader) -> None:
    found = read(reader, "AWS SENSE Level 1 or one year of welding experience required.")
    assert groups(found) == [("aws-sense-1",)]
    assert found.groups[0].unresolved == ("one year of welding experience",)
    assert found.conditions == ()


def test_several_numbered_ways_are_one_open_question(reader: Reader) -> None:
    text = (
        "1. High school graduation and three years of experience; or 2. Education and/or experience which is "
        'equivalent to "1" above.'
    )
    found = read(reader, text)
    assert [(g.any_of, g.unresolved) for g in found.groups] == [((), ("one of several ways to qualify",))]
    assert found.conditions == (), "a level of one way is not asked of everybody"


@pytest.mark.parametrize(
    ("text", "education", "months", "age"),
    [
        ("High school diploma or GED required.", "high_school", None, None),
        ("Associate or bachelor's degree required.", "associate", None, None),
        ("Two years of experience required.", None, 24, None),
        ("1-2 years of kitchen experience", None, 12, None),
        ("At least 6 months' experience in sales", None, 6, None),
        ("No experience necessary.", None, 0, None),
        ("You must be at least 18 years old.", None, None, 18),
        ("Must be 21 years of age or older", None, None, 21),
        ("Training in a vocational high school", None, None, None),
        ("We have over 20 years in business.", None, None, None),
    ],
)
def test_conditions(
    reader: Reader, text: str, education: str | None, months: int | None, age: int | None
) -> None:
    found = read(reader, text).conditions
    assert [c.education and c.education.value for c in found if c.education] == (
        [education] if education else []
    )
    assert [c.experience_months for c in found if c.experience_months is not None] == (
        [] if months is None else [months]
    )
    assert [c.min_age for c in found if c.min_age] == ([age] if age else [])


def test_stating_none_is_not_the_same_as_saying_nothing(reader: Reader) -> None:
    none = read(reader, "No experience or certification is required; we train you.", section=None)
    assert none.state is RequirementsState.STATES_NONE
    assert none.none_sentence == "No experience or certification is required; we train you."
    assert read(reader, "Wash dishes and pots.", section=None).state is RequirementsState.NOTHING_FOUND
    aged = read(reader, "No experience or certification is required. You must be at least 18 years old.")
    assert aged.state is RequirementsState.UNDERSTOOD


def test_each_find_carries_its_exact_sentence(reader: Reader) -> None:
    text = "Join us. CNA required for this shift. We pay weekly."
    assert read(reader, text, section=None).groups[0].sentence == "CNA required for this shift."


def test_a_degree_in_a_field_that_we_do_not_know_stays_open(reader: Reader) -> None:
    found = read(reader, "A bachelor's degree in astrophysics is required.")
    assert found.conditions[0].education is not None
    assert found.groups[0].any_of == ()
    assert groups(read(reader, "A Bachelor’s of Science degree in Nursing is required.")) == [
        ("bachelor-nursing",)
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Must hold a Third Mate or higher license.", [("required", "Third Mate or higher license")]),
        ("Must have two years of legal work subsequent to admission to any bar.", []),
        ("Must have experience; this may be demonstrated by training such as an IT certification.", []),
        ("Preferred Experience: RN required; BSN preferred", [("required", "RN")]),
        ("Preference given to licensed Professional Engineers.", [("preferred", "licensed Professional Engineers")]),
        ("Must have a commercial driver's permit.", [("required", "commercial driver's permit")]),
        ("CCRN preferred", [("preferred", "CCRN")]), ("EFDA a plus", [("preferred", "EFDA")]),
        ("SQL preferred", []),
        ("Reporting tools (SSIS is a plus).", []),
        ("Review applications and required license records of vendors.", []),
        ("To be assigned to AL II, a forklift certification is required.", []),
        ("Must get the Widget Safety certification before completing the probation period.", [
            ("after_hire", "Widget Safety certification"),
        ]),
        ("The ideal candidate will have:\nWidget Safety certification", [("preferred", "Widget Safety certification")]),
    ],
)  # fmt: skip
def test_what_is_asked_is_told_from_what_is_only_told_of(
    reader: Reader, text: str, asked: list[tuple[str, str]]
) -> None:
    _, items = reader.requirements.read_items((Section(text, default=None),), states=frozenset({"IN"}))
    credentials = [i for i in items if i.credential_type not in ("degree", "diploma")]
    assert [(i.kind.value, i.surface) for i in credentials] == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Friendly and quick Preferred Qualifications\nWidget Safety certification", [
            ("preferred", "Widget Safety certification"),
        ]),
        ("DUTIES WILL INCLUDE BUT NOT BE LIMITED TO: answer calls on the Boat License line as required", []),
        ("PREFERRED SKILLS: tact License Requirement: A valid chauffeur license is needed.", [
            ("required", "chauffeur license"),
        ]),
        ("You must be Widget Safety Certified or take the first available training session.", [
            ("after_hire", "Widget Safety"),
        ]),
        ("Must hold or be eligible for a Widget Inspector License.", [("after_hire", "Widget Inspector License")]),
        ("You should have the Widget Quality certification. You must achieve certification within 24 months of hire.", [
            ("after_hire", "Widget Quality certification"),
        ]),
        ("Widget Quality certification is preferred by not required.", [("preferred", "Widget Quality certification")]),
        ("Registered Architect is not required, but preferred.", [("preferred", "Registered Architect")]),
        ("Certification from the Board of Widget Safety, or from its heirs, is preferred.", [
            ("preferred", "Certification from the Board of Widget Safety"),
        ]),
        ("You must have this core qualification: Ladder Boss (LDB3) or higher.", [("required", "Ladder Boss (LDB3)")]),
        ("Skills required: Geographic Information Systems (GIS)", []),
        ("Required Training: S-999, Basic Widgets", [("required", "S-999, Basic Widgets")]),
        ("National Widget Society (NWS) Climbing Certification is required.", [
            ("required", "National Widget Society (NWS) Climbing Certification"),
        ]),
        ("Knowledge of ASTM, AWWA, ACI and OSHA 10-hour certification is a plus.", [("preferred", "OSHA 10-hour")]),
        ("CPA or MBA preferred", [("preferred", "CPA")]),
        ("RNs appointed here must be proficient in English.", []),
        ("You must have one year of RN experience.", []),
        ("You must have two years as a certified Widget Technician.", []),
        ("The Bureau of Labor Statistics (BLS) must have your transcript.", []),
        ("Comprehensive knowledge of systems security certification and accreditation requirements is required.", []),
        ("If you possess Widget Certification, you must say so.", []),
        ("Temporary or intern licenses are not acceptable; you must have a full one.", []),
        ("1.Tact 2.A license as a Widget Baker (required) 3.Speed 4.Widget certificate (optional)", [
            ("required", "license as a Widget Baker"), ("preferred", "Widget certificate"),
        ]),
        ("Must obtain Level II Widget certification in Safe Baking within 24 months.", [
            ("after_hire", "Level II Widget certification in Safe Baking"),
        ]),
        ("Must possess baker certifications or will be expected to obtain them.", [
            ("after_hire", "baker certifications"),
        ]),
        ("The Bureau of Labor Statistics (BLS) hires. You must know the BLS programs.", []),
        ("Written Test -- the Engineer-in-Training (EIT) examination is one of the ways that are required.", []),
    ],
)  # fmt: skip
def test_forms_that_real_postings_taught(reader: Reader, text: str, asked: list[tuple[str, str]]) -> None:
    _, items = reader.requirements.read_items((Section(text, default=None),), states=frozenset({"IN"}))
    credentials = [i for i in items if i.credential_type not in ("degree", "diploma")]
    assert [(i.kind.value, i.surface) for i in credentials] == asked


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Relevant certifications such as MCSA, CompTIA A+, Network+ preferred.", [{"MCSA", "CompTIA A+", "Network+"}]),
        ("Certified Widget Baker, LEED Accredited Professional, or other certifications preferred.", [
            {"Certified Widget Baker", "LEED Accredited Professional"},
        ]),
        ("Certified Widget Baker (CWB), Certified Widget Guide (CWG) preferred.", [
            {"Certified Widget Baker (CWB)"}, {"Certified Widget Guide (CWG)"},
        ]),
        ("CPR required, CNA or LPN required.", [{"CPR"}, {"CNA", "LPN"}]),
    ],
)  # fmt: skip
def test_lists_are_choices_where_their_words_say_so(
    reader: Reader, text: str, together: list[set[str]]
) -> None:
    _, items = reader.requirements.read_items((Section(text, default=None),), states=frozenset({"IN"}))
    groups_of: dict[int, set[str]] = {}
    for item in items:
        groups_of.setdefault(item.group, set()).add(item.surface)
    assert list(groups_of.values()) == together


def test_what_everybody_needs_is_read_after_the_numbered_ways(reader: Reader) -> None:
    text = "1. High school and two years; or 2. College. License Requirement: A driver's license is required."
    found = read(reader, text)
    assert [(g.any_of, g.unresolved) for g in found.groups] == [
        ((), ("one of several ways to qualify",)),
        (("drivers-license-in",), ()),
    ]


def test_what_is_only_told_of_is_no_group(reader: Reader) -> None:
    assert read(reader, "RNs appointed here must be proficient in English.").groups == ()


def test_a_federal_grade_is_no_other_way(reader: Reader) -> None:
    found = read(reader, "One year of specialized experience equivalent to the next lower grade is required.")
    assert (found.groups, [c.experience_months for c in found.conditions]) == ((), [12])
