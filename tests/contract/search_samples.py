"""A small world to search in: credentials, occupations and postings written for the tests."""

from datetime import date

from portal.search.documents import CredentialDocument, OccupationDocument, PlaceDocument, PostingDocument

TODAY = date(2026, 6, 20)
GARY = (41.6178, -87.3378)
HAMMOND = (41.5834, -87.5)
CHICAGO = (41.8858, -87.6229)
FORT_WAYNE = (41.0693, -85.1652)


def credential(id: str, name: str, **values: object) -> CredentialDocument:
    fields: dict[str, object] = {
        "name_es": "",
        "aliases": (),
        "aliases_es": (),
        "issuer": "",
        "competencies": (),
        "summary": "",
        "summary_es": "",
        "kind": "Certification",
        "clusters": ("health-science",),
        "soc_codes": (),
        "codes": (),
        "states": (),
        **values,
    }
    return CredentialDocument(id=id, name=name, **fields)


def posting(id: int, title: str, **values: object) -> PostingDocument:
    fields: dict[str, object] = {
        "employer_name": "",
        "description": "",
        "occupation_name": "",
        "credential_names": (),
        "credential_names_es": (),
        "place_names": (),
        "states": (),
        "county_fips": (),
        "points": (),
        "soc_codes": (),
        "codes": (),
        "credential_ids": (),
        "is_remote": False,
        "source_key": "board",
        "employment_types": ("FULL_TIME",),
        "posted_on": date(2026, 6, 1),
        "valid_through_on": None,
        "annual_pay_min_usd": None,
        **values,
    }
    return PostingDocument(id=str(id), title=title, **fields)


CREDENTIALS = (
    credential(
        "cna-in",
        "Certified Nurse Aide (Indiana)",
        name_es="Auxiliar de enfermería certificado (Indiana)",
        aliases=("CNA", "C.N.A.", "certified nursing assistant"),
        aliases_es=("asistente de enfermería certificado",),
        issuer="Indiana Department of Health",
        summary="You help people bathe, dress, eat and move.",
        soc_codes=("31-1131", "31-1130", "31-1100", "31-0000"),
        codes=("31-1131", "51.3902", "ce-12345678-1234-1234-1234-123456789abc"),
        states=("IN",),
        deliveries=("in_person",),
        weeks=5,
        cost_usd=900,
    ),
    credential(
        "rn-license-in",
        "Registered Nurse (Indiana)",
        name_es="Enfermero registrado (Indiana)",
        aliases=("RN", "RN license"),
        kind="License",
        soc_codes=("29-1141", "29-0000"),
        codes=("29-1141",),
        states=("IN",),
    ),
    credential(
        "lpn-license-ny",
        "Licensed Practical Nurse (New York)",
        name_es="Enfermero práctico con licencia",
        aliases=("LPN",),
        kind="License",
        soc_codes=("29-2061", "29-0000"),
        codes=("29-2061",),
        states=("NY",),
    ),
    credential(
        "aws-certified-welder",
        "AWS Certified Welder",
        name_es="Soldador certificado AWS",
        aliases=("certified welder",),
        clusters=("manufacturing",),
        soc_codes=("51-4121", "51-0000"),
        codes=("51-4121", "48.0508"),
    ),
    credential("ase-a1", "ASE A1 Engine Repair", aliases=("ASE",), clusters=("transportation",)),
    credential("nocti-aseptic", "Aseptic Technique (Dental)", kind="MicroCredential"),
    credential(
        "cdl-a-in",
        "Commercial Driver's License Class A (Indiana)",
        name_es="Licencia comercial de conducir clase A",
        aliases=("CDL", "CDL-A", "Class A CDL"),
        kind="License",
        clusters=("transportation",),
        states=("IN",),
    ),
    credential(
        "epa-608",
        "EPA Section 608",
        aliases=("HVAC refrigerant card", "HVAC"),
        clusters=("construction",),
        deliveries=("in_person", "online"),
        weeks=1,
        cost_usd=100,
    ),
    credential(
        "cda",
        "Child Development Associate",
        name_es="Asociado en desarrollo infantil",
        aliases=("CDA", "child care credential"),
        clusters=("education-training",),
    ),
    credential(
        "manager", "Food Service Manager Certification", aliases=("food manager",), clusters=("hospitality",)
    ),
)

OCCUPATIONS = (
    OccupationDocument(
        id="31-1131", name="Nursing Assistants", definition="Provide basic care.", level="detailed",
        soc_codes=("31-1131", "31-1130", "31-1100", "31-0000"),
    ),
    OccupationDocument(
        id="29-1161", name="Nurse Midwives", definition="Help at births.", level="detailed",
        soc_codes=("29-1161", "29-0000"), employment=8_000,
    ),
    OccupationDocument(
        id="29-1141", name="Registered Nurses", definition="Assess patients.", level="detailed",
        soc_codes=("29-1141", "29-0000"), employment=3_200_000,
    ),
    OccupationDocument(
        id="31-0000", name="Healthcare Support Occupations", definition="", level="major", soc_codes=("31-0000",)
    ),
    OccupationDocument(
        id="51-4121", name="Welders, Cutters, Solderers, and Brazers", definition="", level="detailed",
        soc_codes=("51-4121", "51-0000"),
    ),
)  # fmt: skip

PLACES = (
    PlaceDocument(id="state:IN", name="Indiana", other_names=("IN",), size=780),
    PlaceDocument(
        id="county:18089",
        name="Lake County, IN",
        other_names=("Lake County Indiana",),
        codes=("18089",),
        size=30,
    ),
    PlaceDocument(
        id="zip:46402:25", name="Gary, IN", other_names=("Gary Indiana",), codes=("46402", "46403"), size=9
    ),
    PlaceDocument(id="zip:57237:25", name="Gary, SD", other_names=("Gary South Dakota",), codes=("57237",)),
    PlaceDocument(
        id="zip:46802:25",
        name="Fort Wayne, IN",
        other_names=("Fort Wayne Indiana",),
        codes=("46802",),
        size=20,
    ),
    PlaceDocument(
        id="zip:15701:25", name="Indiana, PA", other_names=("Indiana Pennsylvania",), codes=("15701",)
    ),
)

POSTINGS = (
    posting(
        1,
        "Nurse Aide (CNA)",
        employer_name="Lakeshore Manor",
        description="We seek a certified nursing assistant for nights.",
        place_names=("Gary", "Indiana"),
        states=("IN",),
        county_fips=("18089",),
        points=(GARY,),
        soc_codes=("31-1131", "31-1130", "31-1100", "31-0000"),
        codes=("31-1131", "46402"),
        credential_ids=("cna-in",),
        credential_names=("Certified Nurse Aide (Indiana)", "CNA"),
        annual_pay_min_usd=35_000,
        posted_on=date(2026, 6, 18),
        clusters=("health-science",),
        shifts=("night",),
        language="en",
    ),
    posting(
        2,
        "Welder",
        employer_name="Calumet Steel",
        description="MIG welding in our shop. No experience needed.",
        place_names=("Fort Wayne", "Indiana"),
        states=("IN",),
        county_fips=("18003",),
        points=(FORT_WAYNE,),
        soc_codes=("51-4121", "51-0000"),
        codes=("51-4121", "46802"),
        annual_pay_min_usd=45_000,
        posted_on=date(2026, 6, 10),
        no_experience=True,
    ),
    posting(
        3,
        "Registered Nurse",
        employer_name="Wender Clinic",
        description="RN for our clinic.",
        place_names=("Chicago", "Illinois"),
        states=("IL",),
        county_fips=("17031",),
        points=(CHICAGO,),
        soc_codes=("29-1141", "29-0000"),
        codes=("29-1141", "60602"),
        credential_ids=("rn-license-in",),
        source_key="sample",
        annual_pay_min_usd=70_000,
        clusters=("health-science",),
    ),
    posting(
        4,
        "Help Desk Technician",
        description="Work from home.",
        is_remote=True,
        employment_types=("PART_TIME",),
        posted_on=date(2026, 6, 19),
    ),
    posting(
        5,
        "Nurse Aide, weekends",
        employer_name="Ended Care",
        states=("IN",),
        county_fips=("18089",),
        points=(GARY,),
        valid_through_on=date(2026, 6, 19),
    ),
    posting(
        6,
        "Child Care Worker",
        employer_name="Little Steps",
        description="Care for toddlers. Last day to apply is today.",
        # Two places: one far from the other, so that a box of the one's latitude and the other's longitude
        # would wrongly hold it.
        place_names=("Hammond", "Fort Wayne", "Indiana"),
        states=("IN",),
        county_fips=("18089", "18003"),
        points=(HAMMOND, FORT_WAYNE),
        valid_through_on=TODAY,
        posted_on=None,
    ),
    posting(
        7,
        "Restaurant Manager",
        description="Buscamos cocinero para la cocina de un restaurante.",
        states=("OH",),
        posted_on=date(2026, 5, 1),
        language="es",
    ),
)
