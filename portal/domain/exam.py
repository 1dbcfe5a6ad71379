"""How a credential is examined, and which supports its testing body is known to give."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639 code: `es`, `zh`, `ase` (American Sign Language)."""


class ExamForm(StrEnum):
    """What sitting the examination is like; several may apply."""

    COMPUTER = "computer"
    PAPER = "paper"
    ORAL = "oral"
    PRACTICAL = "practical"
    """A skill is shown on real or mock work before an examiner."""
    OBSERVED_AT_WORK = "observed_at_work"
    PORTFOLIO = "portfolio"
    """Proof of work is sent in and read by raters."""


class ExamSite(StrEnum):
    """Where it may be sat."""

    TEST_CENTER = "test_center"
    SCHOOL_OR_WORKPLACE = "school_or_workplace"
    HOME_PROCTORED = "home_proctored"
    HOME_OPEN = "home_open"
    """Online without anyone watching."""


class SupportKind(StrEnum):
    """Supports in the words of testing bodies. A need is met; no diagnosis is named."""

    EXTRA_TIME = "extra_time"
    EXTRA_BREAKS = "extra_breaks"
    SEPARATE_ROOM = "separate_room"
    READER = "reader"
    """A person, or the computer, reads the questions aloud."""
    ORAL_VERSION = "oral_version"
    SCRIBE = "scribe"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    SCREEN_READER = "screen_reader"
    SIGN_LANGUAGE = "sign_language"
    OTHER_LANGUAGE = "other_language"
    BILINGUAL_GLOSSARY = "bilingual_glossary"
    CALCULATOR = "calculator"
    RETAKE = "retake"
    """May be tried again; the note says how often or how soon."""
    ON_REQUEST = "on_request"
    """The testing body takes requests for what is not named here."""


class ExamSupport(DataModel):
    """One support that is known to be given for this examination, with its own proof."""

    kind: SupportKind
    languages: tuple[LanguageCode, ...] = ()
    note: LocalizedText | None = None
    evidence: Evidence


class ExamProfile(DataModel):
    """What the examination is like. A support that is not listed is unknown, not refused.

    `request_url` is the testing body's own page on supports; `request_by` says how long before to ask.
    """

    forms: tuple[ExamForm, ...] = Field(min_length=1)
    sites: tuple[ExamSite, ...] = ()
    testing_body: str = Field(default="", description="who gives the examination, where not the issuer")
    languages: tuple[LanguageCode, ...] = Field(
        default=(), description="known to be offered; what proves one other than English stands in `supports`"
    )
    supports: tuple[ExamSupport, ...] = ()
    note: LocalizedText | None = Field(default=None, description="what else to know before the day")
    request_by: LocalizedText | None = Field(
        default=None, description="how and how early to ask for a support"
    )
    request_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    evidence: Evidence = Field(description="why we say that it has this form")
