"""Names of the field's codes for people, in the language of the page."""

from babel import Locale
from flask import Flask, current_app
from markupsafe import Markup, escape

from portal.domain.credential import (
    CareerCluster,
    Credential,
    CredentialKind,
    Delivery,
    EducationLevel,
    LocalizedText,
)
from portal.domain.evidence import EvidenceMethod
from portal.domain.region import RegionKind, ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.web.language import language_code
from portal.web.translate import gettext, lazy_gettext

KIND_NAMES = {
    CredentialKind.MICRO_CREDENTIAL: lazy_gettext("Micro-credential"),
    CredentialKind.BADGE: lazy_gettext("Badge"),
    CredentialKind.CERTIFICATE: lazy_gettext("Certificate"),
    CredentialKind.CERTIFICATE_OF_COMPLETION: lazy_gettext("Course certificate"),
    CredentialKind.CERTIFICATION: lazy_gettext("Certification"),
    CredentialKind.LICENSE: lazy_gettext("License"),
    CredentialKind.APPRENTICESHIP_CERTIFICATE: lazy_gettext("Apprenticeship"),
    CredentialKind.JOURNEYMAN_CERTIFICATE: lazy_gettext("Journey worker certificate"),
    CredentialKind.MASTER_CERTIFICATE: lazy_gettext("Master certificate"),
    CredentialKind.GENERAL_EDUCATION_DEVELOPMENT: lazy_gettext("High school equivalency"),
    CredentialKind.SECONDARY_SCHOOL_DIPLOMA: lazy_gettext("High school diploma"),
    CredentialKind.ASSOCIATE_DEGREE: lazy_gettext("Associate degree"),
    CredentialKind.BACHELOR_DEGREE: lazy_gettext("Bachelor's degree"),
    CredentialKind.MASTER_DEGREE: lazy_gettext("Master's degree"),
    CredentialKind.DOCTORAL_DEGREE: lazy_gettext("Doctoral degree"),
}
EDUCATION_NAMES = {
    EducationLevel.NONE: lazy_gettext("No diploma yet"),
    EducationLevel.HIGH_SCHOOL: lazy_gettext("High school diploma or equal"),
    EducationLevel.SOME_COLLEGE: lazy_gettext("Some college"),
    EducationLevel.POSTSECONDARY_CERTIFICATE: lazy_gettext("Certificate after high school"),
    EducationLevel.ASSOCIATE: lazy_gettext("Associate degree"),
    EducationLevel.BACHELOR: lazy_gettext("Bachelor's degree"),
    EducationLevel.MASTER: lazy_gettext("Master's degree"),
    EducationLevel.DOCTORAL: lazy_gettext("Doctoral degree"),
}
DELIVERY_NAMES = {
    Delivery.IN_PERSON: lazy_gettext("in person"),
    Delivery.ONLINE: lazy_gettext("online"),
    Delivery.BLENDED: lazy_gettext("part online, part in person"),
    Delivery.ON_THE_JOB: lazy_gettext("on the job"),
}
METHOD_NAMES = {
    EvidenceMethod.PUBLISHED: lazy_gettext("Published"),
    EvidenceMethod.CROSSWALK: lazy_gettext("Official code table"),
    EvidenceMethod.CURATED: lazy_gettext("Joined from published facts"),
    EvidenceMethod.EXTRACTED: lazy_gettext("Read from a job's text"),
    EvidenceMethod.INFERRED: lazy_gettext("Worked out by us"),
    EvidenceMethod.GENERAL_KNOWLEDGE: lazy_gettext("Not yet checked"),
}


def init_words(app: Flask) -> None:
    """Give templates the names of the site and of every cluster, and the filter `english`."""
    app.jinja_env.filters["english"] = english
    app.context_processor(
        lambda: {
            "site_name": current_app.extensions["settings"].name,
            "contact_name": current_app.extensions["settings"].contact_name,
            "contact_url": current_app.extensions["settings"].contact_url,
            "clusters": list_clusters(),
            "cluster_name": cluster_name,
        }
    )


def english(text: str) -> Markup:
    """Text that is English whatever the page is, such as an official title, marked so for a screen reader."""
    return escape(text) if language_code() == "en" else Markup('<span lang="en">{}</span>').format(text)


def in_language(text: LocalizedText) -> str:
    """The sentence in the language of the page."""
    return text.es if language_code() == "es" else text.en


def credential_name(credential: Credential) -> str:
    """The credential's name in the language of the page."""
    return credential.name_es if language_code() == "es" else credential.name


def language_name(code: str) -> str:
    """Name of a language by its ISO 639 code, in the language of the page; the code where we do not know it."""
    return str(Locale(language_code()).languages.get(code, code))


def list_clusters() -> tuple[CareerCluster, ...]:
    """The 16 career clusters in their official order."""
    clusters: tuple[CareerCluster, ...] = current_app.extensions["clusters"]
    return clusters


def find_cluster(slug: str) -> CareerCluster | None:
    """One cluster by its slug."""
    return next((cluster for cluster in list_clusters() if cluster.slug == slug), None)


def cluster_name(slug: str) -> str:
    """Name of a cluster in the language of the page; its slug when we do not know it."""
    cluster = find_cluster(slug)
    return in_language(cluster.name) if cluster else slug


def region_note(resolved: ResolvedRegion) -> str:
    """What people should know of how we measure from here; empty where there is nothing to say."""
    if not resolved.is_point_of_county:
        return ""
    return gettext(
        "The ZIP code %(zip)s has no area of its own on the map, as with PO boxes. "
        "We measure from the middle of its county.",
        zip=resolved.region.code,
    )


def region_label(resolved: ResolvedRegion) -> str:
    """What people call a region, in the language of the page."""
    region = resolved.region
    if region.kind is RegionKind.US:
        return gettext("the United States")
    if region.kind is RegionKind.ZIP:
        place = resolved.label.partition("(")[2].rstrip(")")
        return gettext(
            "%(miles)s miles around %(place)s %(zip)s",
            miles=region.radius_miles,
            place=place,
            zip=region.code,
        )
    if region.kind is RegionKind.WORKFORCE_REGION:
        state, _, number = region.code.partition("-")
        name = STATE_NAMES.get(state.upper(), state.upper())
        return gettext("%(state)s workforce region %(number)s", state=name, number=number)
    return resolved.label
