"""Small reference releases in the publishers' own forms, for tests."""

import io
import zipfile

ONET = {
    "Occupation Data": "O*NET-SOC Code\tTitle\tDescription\n"
    "31-1131.00\tNursing Assistants\tProvide basic care.\n29-1141.00\tRegistered Nurses\tAssess \"patients\".\n",
    "Job Zones": "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n31-1131.00\t2\t08/2023\tAnalyst\n",
    "Job Zone Reference": "Job Zone\tName\tExperience\tEducation\tJob Training\tExamples\tSVP Range\n"
    "2\tTwo\tSome\tHigh school\tMonths\tTellers\t(4.0 to < 6.0)\n",
    "Alternate Titles": "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
    "31-1131.00\tCertified Nursing Assistant (CNA)\tCNA\t02\n99-9999.00\tNobody\tn/a\t02\n",
    "Sample of Reported Titles": "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n"
    "31-1131.00\tNurse Aide\tY\n",
    "Task Statements": "O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source\n"
    "31-1131.00\t1\tTurn patients.\tCore\t95\t08/2023\tIncumbent\n"
    "31-1131.00\t2\tStock rooms.\tn/a\tn/a\t08/2025\tExpert\n",
    "Content Model Reference": "Element ID\tElement Name\tDescription\n1.B.1.d\tSocial\tHelps people.\n",
    "Technology Skills": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "31-1131.00\tMedical charts\t43230000\tMedical software\tN\tY\n",
    "Related Occupations": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
    "31-1131.00\t29-1141.00\tPrimary-Short\t1\n",
    "Interests": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tDate\tDomain Source\n"
    "31-1131.00\t1.B.1.d\tSocial\tOI\t6.50\t11/2023\tMachine Learning\n"
    "31-1131.00\t1.B.1.a\tRealistic\tOI\t0.00\t11/2023\tMachine Learning\n",
    # O*NET's documented layout of Work Context (data dictionary 30.1); the file itself was not at hand
    "Work Context": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tCategory\tData Value\tN\tStandard Error\t"
    "Lower CI Bound\tUpper CI Bound\tRecommend Suppress\tNot Relevant\tDate\tDomain Source\n"
    "31-1131.00\t4.C.2.d.1.b\tSpend Time Standing\tCX\tn/a\t4.5\t20\t0.1\t4.2\t4.8\tN\tn/a\t08/2023\tIncumbent\n"
    "31-1131.00\t4.C.2.d.1.b\tSpend Time Standing\tCXP\t5\t61.2\t20\t1.1\t55.2\t66.8\tY\tn/a\t08/2023\tIncumbent\n",
}  # fmt: skip


def onet_zip(**changes: str | None) -> bytes:
    """A release as O*NET packs it; a change of None leaves a file out."""
    files = ONET | {name.replace("_", " "): text for name, text in changes.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(f"db_30_1_text/{name}.txt", text)
    return packed.getvalue()
