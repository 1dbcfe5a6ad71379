"""Spanish speaks to people as *tú*, everywhere: one who is spoken to in two ways wonders who is meant."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

PO = Path(__file__).resolve().parents[3] / "portal/web/translations/es/LC_MESSAGES/messages.po"
COMMANDS = (
    "abra|añada|busque|cambie|cargue|compare|compruebe|consulte|copie|corrija|cuente|deje|diga|"
    "dígalo|díganos|ejecute|elija|encienda|escriba|escríbalo|espere|firme|guarde|guárdelo|haga|"
    "imprima|ingrese|intente|inténtelo|lea|léalo|lleve|llame|mande|mantenga|marque|mire|muestre|"
    "pague|pegue|pida|ponga|pregunte|presione|pruebe|pulse|quite|recuerde|renueve|renuévelo|revise|"
    "saque|seleccione|señale|siga|solicite|sume|tenga|tome|toque|traiga|use|vaya|vea|vuelva"
)
AT_THE_START = re.compile(rf"(?:^|[.:;!?¿¡]\s*|[“(])(?:{COMMANDS})\b", re.IGNORECASE)
"""Within a sentence these forms are subjunctives (“quien tenga”) and address nobody."""
USTED = re.compile(r"\bustede?s?\b|\b(?:consigo|contacte con nosotros)\b", re.IGNORECASE)


def test_nobody_is_addressed_as_usted() -> None:
    with PO.open("rb") as file:
        catalog = read_po(file, locale="es")
    texts = [
        text
        for message in catalog
        for text in (message.string if isinstance(message.string, tuple | list) else (message.string,))
    ]
    assert len(texts) > 1000
    assert not [text for text in texts if USTED.search(text) or AT_THE_START.search(text)]


def test_the_rule_sees_what_it_is_for() -> None:
    for wrong in ("Pregunte al empleador.", "No espere. Abra la página.", "Esto es para usted."):
        assert USTED.search(wrong) or AT_THE_START.search(wrong)
    for right in (
        "Quien tenga el código lo puede leer.",
        "Pregunta a la empresa.",
        "para que alguien la mire",
    ):
        assert not USTED.search(right)
        assert not AT_THE_START.search(right)
