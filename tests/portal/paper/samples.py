"""Whole documents for the tests: a plan for work, a plan to graduate, and a sheet for a career fair."""

from datetime import date

from portal.domain.individual_plan import IndividualPlan
from portal.paper.fair_sheet import FairSheet

MADE_ON = date(2026, 6, 20)

_WORK = {
    "kind": "employment",
    "language": "en",
    "made_on": MADE_ON,
    "person_name": "Ana R.",
    "organisation_name": "North VR",
    "goal": {
        "name": "Licensed practical nurse",
        "soc_code": "29-2061",
        "own_words": "I like to help people, and I want a job in town that I can keep.",
        "reach_by": date(2028, 6, 1),
    },
    "market": [
        {
            "claim": "Middle pay",
            "figure": "$61,150 a year",
            "area": "Chicago metro (with Gary)",
            "when": "May 2025",
            "source": "BLS, OEWS",
        },
        {
            "claim": "Open jobs that ask for this license",
            "figure": "14",
            "area": "25 miles around 46402",
            "when": "June 20, 2026",
            "source": "postings on this site",
        },
        {
            "claim": "Openings a year",
            "area": "Indiana region 1",
            "when": "2024–2034",
            "source": "state projections",
            "why_unknown": "the state does not print it",
        },
    ],
    "held": [
        {"name": "High school diploma"},
        {
            "name": "Certified nurse aide (Indiana)",
            "last_day": date(2027, 1, 31),
            "detail": "card seen on June 2, 2026",
        },
    ],
    "steps": [
        {
            "name": "Practical nursing certificate",
            "kind": "credential",
            "credential_id": "practical-nursing",
            "provider": "Ivy Tech Community College, Gary",
            "start_on": date(2026, 8, 24),
            "by": date(2027, 8, 15),
            "weeks": {
                "low": 46,
                "typical": 52,
                "high": 60,
                "source": "Ivy Tech catalog 2026, read on May 4, 2026",
            },
            "cost": {
                "low": 6200,
                "typical": 7300,
                "high": 9100,
                "year": 2026,
                "source": "Ivy Tech tuition 2026, read on May 4, 2026",
            },
            "payers": [
                {"who": "Next Level Jobs", "part": "tuition"},
                {"who": "North VR", "part": "books and shoes, $640"},
            ],
            "actions": [
                {"who": "Ana", "what": "Send the application", "by": date(2026, 7, 1), "is_done": True},
                {
                    "who": "M. Jones, counselor",
                    "what": "Write the letter for the tuition",
                    "by": date(2026, 7, 8),
                },
                {"who": "Ana and her mother", "what": "Visit the school"},
            ],
            "done_when": "Ana shows the certificate.",
            "status": "under_way",
        },
        {
            "name": "LPN license (Indiana)",
            "kind": "credential",
            "credential_id": "lpn-license-in",
            "by": date(2027, 11, 1),
            "weeks": {"typical": 6},
            "cost": {"typical": 250, "year": 2026, "source": "state board fee, 2026"},
            "actions": [{"who": "Ana", "what": "Book the test", "by": date(2027, 9, 1)}],
            "done_when": "The license stands in the state's list.",
        },
        {
            "name": "Ask two employers for a visit",
            "status": "done",
            "done_on": date(2026, 6, 12),
            "cost": None,
        },
    ],
    "services": [
        {
            "name": "Ride to early shifts",
            "for_what": "to be at work by 5:45 in the morning, when no bus goes",
            "provider": "County ride service",
            "arranged_by": "voucher",
            "start_on": date(2026, 8, 24),
            "until": date(2027, 8, 15),
            "payer": "North VR",
        },
        {"name": "Written steps for each task", "for_what": "to learn new tasks at my own pace"},
    ],
    "team": [
        {"role": "Me", "name": "Ana", "duties": ["Go to class", "Call when something changes"]},
        {
            "role": "VR counselor",
            "name": "M. Jones",
            "duties": ["Answer within two work days", "Pay books by the first day of class"],
            "contact": "219-555-0100",
        },
        {"role": "Mother"},
    ],
    "reviews": [
        {"on": date(2026, 12, 15), "about": "First term: is it too much, too little?"},
        {"on": date(2027, 6, 15)},
    ],
    "notes": "I want to work days.\nI do not want to drive at night.",
    "help_contact": "Indiana Client Assistance Program, 1-800-555-0199",
    "signers": [{"role": "Me", "name": "Ana R."}, {"role": "VR counselor", "name": "M. Jones"}],
    "sources": [
        {
            "document": "Occupational Employment and Wage Statistics, May 2025",
            "publisher": "U.S. Bureau of Labor Statistics",
            "url": "https://www.bls.gov/oes/",
            "read_on": date(2026, 5, 30),
        }
    ],
}


def work_plan(**parts: object) -> IndividualPlan:
    """A plan for employment with something in every part; `parts` in place of its own."""
    return IndividualPlan.model_validate({**_WORK, **parts})


def school_plan(**parts: object) -> IndividualPlan:
    """A short plan for a graduation meeting in Spanish, with a credential's name in English."""
    return IndividualPlan.model_validate(
        {
            "kind": "graduation",
            "language": "es",
            "made_on": MADE_ON,
            "organisation_name": "Lake View High School",
            "goal": {"name": "Diploma de secundaria", "credential_id": "high-school-diploma"},
            "steps": [
                {"name": "Core 40 diploma", "language": "en", "kind": "credential", "weeks": {"typical": 40}}
            ],
            **parts,
        }
    )


def spring_fair(**parts: object) -> FairSheet:
    """A fair with a booth of which all is known, one of which little is, and one without a job."""
    return FairSheet.model_validate(
        {
            "language": "en",
            "event_name": "Lake County Career Day",
            "event_on": date(2026, 9, 18),
            "event_place": "Genesis Center, Gary",
            "near": "jobs within 25 miles of 46402",
            "made_on": MADE_ON,
            "booths": [
                {
                    "employer_name": "Methodist Hospitals",
                    "place_at_fair": "Booth 12",
                    "job": {"name": "Nurse aide, nights", "language": "en"},
                    "job_place": "Gary, Indiana",
                    "pay": "$17.50 to $21.00 an hour",
                    "asks": ["Certified nurse aide (CNA)", "18 years of age"],
                    "opened_by": [
                        {
                            "name": "Certified nurse aide",
                            "language": "en",
                            "takes": "3 to 8 weeks, about $900 (2026)",
                        }
                    ],
                    "url": "https://jobs.example.org/1",
                    "confirmed_on": date(2026, 6, 19),
                    "source": "the hospital's own list",
                },
                {
                    "employer_name": "Lakeshore Steel",
                    "job": {"name": "Helper"},
                    "questions": ["Is there a bus?"],
                },
                {"employer_name": "City of Gary"},
            ],
            **parts,
        }
    )
