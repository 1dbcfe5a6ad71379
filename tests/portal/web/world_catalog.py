"""The catalog and the occupations of the small world."""

_GUESS = '{ method = "general_knowledge" }'
_READ = (
    '{ method = "published", source = "State Board", document = "Rules, part 1", '
    'url = "https://board.example/rules", checked_on = 2026-05-01 }'
)
CATALOG = f"""
[[credential]]
id = "high-school-diploma"
name = "High School Diploma"
name_es = "Diploma de secundaria"
kind = "SecondarySchoolDiploma"
issuer = "Your high school"
summary = {{ en = "You finish high school.", es = "Terminas la secundaria." }}
clusters = ["education-training"]
education_level = "high_school"
evidence = [{_GUESS}]

[[credential]]
id = "cna-in"
name = "Certified Nurse Aide (Indiana)"
name_es = "Auxiliar de enfermería (Indiana)"
kind = "Certification"
issuer = "Indiana Department of Health"
summary = {{ en = "You help people bathe, dress and eat.", es = "Ayudas a las personas a bañarse y comer." }}
competencies = ["Patient care"]
clusters = ["health-science"]
soc_codes = ["31-1131"]
aliases = ["CNA"]
weeks = {{ low = 4, typical = 6, high = 8, evidence = {_READ} }}
cost = {{ low = 600, typical = 900, high = 1200, year = 2025, evidence = {_GUESS} }}
entry = {{ min_age = 16, evidence = {_GUESS} }}
renewal = {{ months = 24, evidence = {_READ} }}
evidence = [{_READ}]

[[credential]]
id = "practical-nursing"
name = "Practical Nursing Certificate"
name_es = "Certificado de enfermería práctica"
kind = "Certificate"
issuer = "Your college"
summary = {{ en = "You study about a year.", es = "Estudias un año." }}
clusters = ["health-science"]
soc_codes = ["29-2061"]
weeks = {{ typical = 48, evidence = {_GUESS} }}
cost = {{ typical = 9000, year = 2025, evidence = {_GUESS} }}
requires = [{{ any_of = ["high-school-diploma"], evidence = {_GUESS} }}]
evidence = [{_GUESS}]

[[credential]]
id = "lpn-license-in"
name = "Licensed Practical Nurse (Indiana)"
name_es = "Enfermera práctica con licencia (Indiana)"
kind = "License"
jurisdiction = "IN"
issuer = "Indiana State Board of Nursing"
summary = {{ en = "You may work as a practical nurse.", es = "Puedes trabajar como enfermera práctica." }}
clusters = ["health-science"]
soc_codes = ["29-2061"]
weeks = {{ typical = 8, evidence = {_READ} }}
cost = {{ typical = 300, year = 2025, evidence = {_READ} }}
requires = [{{ any_of = ["practical-nursing"], evidence = {_READ} }}]
evidence = [{_READ}]

[[credential]]
id = "food-handler"
name = "Food Handler Card"
name_es = "Tarjeta de manejo de alimentos"
kind = "CertificateOfCompletion"
issuer = "A course of your choice"
summary = {{ en = "You learn to keep food safe.", es = "Aprendes a manejar bien los alimentos." }}
clusters = ["hospitality-tourism"]
soc_codes = ["35-2021"]
evidence = [{_GUESS}]

[[edge]]
kind = "advanced_standing"
from_id = "cna-in"
to_id = "practical-nursing"
weeks_saved = 5
cost_saved_usd = 500
cost_year = 2025
evidence = {_READ}
"""
OCCUPATIONS = {
    "29-2061": "Licensed Practical and Licensed Vocational Nurses",
    "31-1131": "Nursing Assistants",
    "35-2021": "Food Preparation Workers",
}
