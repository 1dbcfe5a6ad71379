"""Looks the installation over and says what to fix, one finding a line."""

from enum import StrEnum

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.benefits.thresholds import read_thresholds
from portal.domain.catalog_overlay import lay_over
from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.search.port import SearchEngine
from portal.settings import Settings
from portal.setup_check import check_disk, check_python
from portal.store.catalog import read_catalog_files
from portal.store.catalog_overlay import read_overlay
from portal.store.engine import open_engine, open_session
from portal.store.occupations import list_occupation_codes
from portal.store.postings import count_live_postings
from portal.store.runs import data_version, list_embedded_loads

DISK_MB = 500


class Health(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(DataModel):
    """One thing that was looked at. `fix` says what to do, empty when all is well."""

    subject: str
    health: Health
    message: str
    fix: str = ""


class Report(DataModel):
    """`portal doctor`: everything that was looked at."""

    findings: tuple[Finding, ...]


def examine(settings: Settings, search: SearchEngine) -> list[Finding]:
    """Look at Python, disk, lines of benefits, store, embedded data, catalog, postings and index, in this order."""
    findings = [
        _from_check("python", check_python()),
        _from_check("disk", check_disk(settings.data_dir, needed_mb=DISK_MB)),
        _examine_benefits(settings),
    ]
    try:
        engine = open_engine(settings.store_url())
        with open_session(engine) as session:
            findings += _examine_store(session, settings, search)
        engine.dispose()
    except (PortalError, DBAPIError) as error:
        fix = "Run: portal migrate" if isinstance(error, DBAPIError) else ""
        findings.append(
            Finding(subject="store", health=Health.PROBLEM, message=str(error).splitlines()[0], fix=fix)
        )
    return findings


def _from_check(subject: str, message: str | None) -> Finding:
    if message is None:
        return Finding(subject=subject, health=Health.OK, message="fit")
    return Finding(subject=subject, health=Health.PROBLEM, message=message)


def _examine_benefits(settings: Settings) -> Finding:
    """Whether each line of benefits has a figure for today: last year's are shown as older until somebody adds them."""
    try:
        thresholds = read_thresholds(settings.config_dir)
    except PortalError as error:
        return Finding(subject="benefits", health=Health.PROBLEM, message=str(error))
    outdated = thresholds.outdated(settings.now().date())
    if outdated:
        names = ", ".join(
            f"{each.key.value} ({each.jurisdiction}, until {each.ends_on})" for each in outdated
        )
        return Finding(
            subject="benefits",
            health=Health.WARNING,
            message=f"no figure for today of {names}; pages show the older one and say so",
            fix="Add this year's figures to config/benefits (docs/benefits.md)",
        )
    unchecked = sum(not each.is_checked for each in thresholds.records)
    return Finding(
        subject="benefits",
        health=Health.OK,
        message=f"{len(thresholds.records)} figures, {unchecked} of them not yet checked at their source",
    )


def _examine_store(session: Session, settings: Settings, search: SearchEngine) -> list[Finding]:
    loads = {load.name: load for load in list_embedded_loads(session)}
    findings = [
        Finding(subject=f"data {name}", health=Health.OK, message=f"{loads[name].rows:,} rows")
        if name in loads
        else Finding(
            subject=f"data {name}", health=Health.PROBLEM, message="is not loaded", fix="Run: portal serve"
        )
        for name in ("soc", "oews", "places", "catalog")
    ]
    findings.append(_examine_catalog(session, settings))
    live = count_live_postings(session, now=settings.now())
    findings.append(
        Finding(subject="postings", health=Health.OK, message=f"{live:,} open")
        if live
        else Finding(
            subject="postings",
            health=Health.WARNING,
            message="none is open",
            fix="Run: ingest run sample, or connect a feed (README, “Connect your feeds”)",
        )
    )
    wanted, indexed = data_version(session), search.version()
    findings.append(
        Finding(subject="search index", health=Health.OK, message="in step with the store")
        if indexed == wanted
        else Finding(
            subject="search index",
            health=Health.WARNING,
            message="is missing" if indexed is None else "is behind the store",
            fix="Run: portal reindex",
        )
    )
    return findings


def _examine_catalog(session: Session, settings: Settings) -> Finding:
    try:
        # A fixed clock may stand before the days on which the catalog was checked.
        today = settings.now().date() if settings.as_of is None else None
        catalog = read_catalog_files(
            settings.config_dir, soc_codes=list_occupation_codes(session), today=today
        )
        catalog, left_out = lay_over(catalog, read_overlay(settings.data_dir))
    except PortalError as error:
        return Finding(
            subject="catalog", health=Health.PROBLEM, message=str(error), fix="Mend the lines named"
        )
    if left_out:
        return Finding(
            subject="catalog",
            health=Health.WARNING,
            message=f"{len(left_out)} confirmed edges are left out: {left_out[0]}",
            fix="Run: portal curate list --kind edge --all, then undo these",
        )
    return Finding(
        subject="catalog",
        health=Health.OK,
        message=f"{len(catalog.credentials)} credentials, {len(catalog.edges)} edges",
    )
