"""How a credential is examined, and which supports its testing body gives."""

from babel import Locale

from portal.domain.credential import Credential
from portal.domain.exam import ExamForm, ExamSite, ExamSupport, SupportKind
from portal.domain.model import DataModel
from portal.web.language import language_code
from portal.web.proof import Proof, build_proof, distinct
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import in_language

FORM_NAMES = {
    ExamForm.COMPUTER: lazy_gettext("on a computer"),
    ExamForm.PAPER: lazy_gettext("on paper"),
    ExamForm.ORAL: lazy_gettext("spoken"),
    ExamForm.PRACTICAL: lazy_gettext("you show a skill"),
    ExamForm.OBSERVED_AT_WORK: lazy_gettext("someone watches you work"),
    ExamForm.PORTFOLIO: lazy_gettext("you send in proof of your work"),
}
SITE_NAMES = {
    ExamSite.TEST_CENTER: lazy_gettext("at a test center"),
    ExamSite.SCHOOL_OR_WORKPLACE: lazy_gettext("at school or at work"),
    ExamSite.HOME_PROCTORED: lazy_gettext("at home, with someone watching online"),
    ExamSite.HOME_OPEN: lazy_gettext("at home"),
}
SUPPORT_NAMES = {
    SupportKind.EXTRA_TIME: lazy_gettext("extra time"),
    SupportKind.EXTRA_BREAKS: lazy_gettext("extra breaks"),
    SupportKind.SEPARATE_ROOM: lazy_gettext("a room of your own"),
    SupportKind.READER: lazy_gettext("the questions read aloud"),
    SupportKind.ORAL_VERSION: lazy_gettext("a spoken version"),
    SupportKind.SCRIBE: lazy_gettext("someone to write for you"),
    SupportKind.LARGE_PRINT: lazy_gettext("large print"),
    SupportKind.BRAILLE: lazy_gettext("braille"),
    SupportKind.SCREEN_READER: lazy_gettext("a screen reader"),
    SupportKind.SIGN_LANGUAGE: lazy_gettext("sign language"),
    SupportKind.OTHER_LANGUAGE: lazy_gettext("another language"),
    SupportKind.BILINGUAL_GLOSSARY: lazy_gettext("a word list in two languages"),
    SupportKind.CALCULATOR: lazy_gettext("a calculator"),
    SupportKind.RETAKE: lazy_gettext("you can try again"),
    SupportKind.ON_REQUEST: lazy_gettext("other supports when you ask"),
}


class SupportLine(DataModel):
    """One support that is known to be given, with what more is known of it."""

    name: str
    detail: str
    is_checked: bool


class ExamView(DataModel):
    """The examination in words. A support that is not listed is not known; it is not refused."""

    name: str
    forms: str
    sites: str
    testing_body: str
    languages: str
    supports: tuple[SupportLine, ...]
    note: str
    request_by: str
    request_url: str
    proofs: tuple[Proof, ...]


def build_exam(credential: Credential) -> ExamView | None:
    """The examination of a credential; None where only its name is known, or it has none."""
    profile = credential.exam_profile
    if profile is None:
        return None
    return ExamView(
        name=credential.exam,
        forms=", ".join(str(FORM_NAMES[form]) for form in profile.forms),
        sites=", ".join(str(SITE_NAMES[site]) for site in profile.sites),
        testing_body=profile.testing_body,
        languages=", ".join(language_name(code) for code in profile.languages),
        supports=tuple(_support(one) for one in profile.supports),
        note=in_language(profile.note) if profile.note else "",
        request_by=in_language(profile.request_by) if profile.request_by else "",
        request_url=profile.request_url,
        proofs=distinct(
            [
                build_proof(profile.evidence, gettext("What the exam is like")),
                *(build_proof(one.evidence, str(SUPPORT_NAMES[one.kind])) for one in profile.supports),
            ]
        ),
    )


def language_name(code: str) -> str:
    """Name of a language by its ISO 639 code, in the language of the page; the code where none is known."""
    return str(Locale.parse(language_code()).languages.get(code, code))


def _support(one: ExamSupport) -> SupportLine:
    parts = [", ".join(language_name(code) for code in one.languages)] if one.languages else []
    if one.note:
        parts.append(in_language(one.note))
    return SupportLine(
        name=str(SUPPORT_NAMES[one.kind]), detail=". ".join(parts), is_checked=one.evidence.is_checked
    )
