"""Settings: `config/portal.toml` + environment → one frozen record. The only reader of either."""

import base64
import binascii
import contextlib
import os
import secrets
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationError

from portal.domain.errors import InvalidCode, InvalidSettings
from portal.domain.model import DataModel
from portal.domain.region import Region

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-not-a-secret"
_LISTS = frozenset({"languages", "seal_keys"})


def _checked_region(text: str) -> str:
    try:
        return str(Region.parse(text))
    except InvalidCode as error:
        raise ValueError(str(error)) from error


def _checked_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"“{name[:40]}” is not a time zone. Write it like America/Chicago")
    return name


def _checked_seal_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    for number, key in enumerate(keys, start=1):
        try:
            size = len(base64.urlsafe_b64decode(key))
        except (ValueError, binascii.Error):
            size = 0
        if size != 32:
            raise ValueError(f"key {number} is not 32 bytes in URL-safe base64")
    return keys


class Settings(DataModel):
    """Everything that a deployment can change. `docs/settings.md` describes each key.

    Each key of `config/portal.toml` can be overridden by `PORTAL_<KEY>` in the environment; `PORT` and
    `DATABASE_URL` are honoured under their usual names.
    """

    name: str = "Rungs"
    environment: Literal["development", "production"] = "development"
    secret_key: str = Field(
        default="", description="PORTAL_SECRET_KEY; made and kept in data_dir in development"
    )
    seal_keys: Annotated[tuple[str, ...], AfterValidator(_checked_seal_keys)] = Field(
        default=(),
        description="keys of personal columns, newest first; made and kept in data_dir in development",
    )
    staff_idle_minutes: int = Field(
        default=30, ge=5, le=480, description="a professional who does nothing for so long is signed out"
    )
    staff_session_hours: int = Field(default=10, ge=1, le=24, description="and after so long in any case")
    staff_sessions: int = Field(default=5, ge=1, le=50, description="sign-ins of one account at a time")
    staff_tries: int = Field(default=10, ge=3, le=1000, description="wrong passwords in ten minutes")
    argon2_memory_kib: int = Field(default=65536, ge=64, le=4194304, description="for each password")
    argon2_rounds: int = Field(default=3, ge=1, le=50)
    breach_range_url: str = Field(
        default="", pattern=r"^(https?://\S+/)?$", description="asked by five letters of a password's hash"
    )
    public_url: str = Field(
        default="", pattern=r"^(https?://[^\s/]+)?$", description="address of the site, for links in e-mails"
    )
    smtp_host: str = Field(default="", description="sends e-mail to professionals; empty: none is sent")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    oidc_issuer: str = Field(
        default="", pattern=r"^(https?://\S+)?$", description="single sign-on; empty: there is none"
    )
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = Field(
        default="", max_length=40, description="as the button names it: Lake County Schools"
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    database_url: str = ""
    data_dir: Path = ROOT / ".data"
    config_dir: Path = ROOT / "config"
    default_region: Annotated[str, AfterValidator(_checked_region)] = "state:IN"
    home_state: str = "IN"
    languages: tuple[str, ...] = ("en", "es")
    time_zone: Annotated[str, AfterValidator(_checked_time_zone)] = "America/Indiana/Indianapolis"
    contact_name: str = ""
    contact_url: str = ""
    mirror: Path | None = Field(
        default=None, description="read sources from this folder instead of the network"
    )
    as_of: date | None = Field(default=None, description="fixes the clock to noon UTC of this day")
    scheduler: bool = True
    archive_days: int = Field(default=30, ge=1, description="fetched documents are kept for so many days")
    archive_good_runs: int = Field(
        default=10, ge=1, description="and those of a source's last so many good runs, however old"
    )
    metrics_token: str = Field(
        default="",
        pattern=r"^(\S{16,})?$",
        description="who shows it may read /metrics; empty: it does not exist",
    )
    plan_code_days: int = Field(
        default=30, ge=1, le=365, description="how long a return code of a plan works"
    )
    plan_code_tries: int = Field(
        default=30, ge=1, le=1000, description="wrong codes from one address in ten minutes"
    )
    plan_pdf_tries: int = Field(
        default=60, ge=1, le=1000, description="PDFs of plans for one address in ten minutes"
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=10,
        description="web servers of ours in front, whose X-Forwarded-* headers are true",
    )
    search_engine: Literal["embedded", "meilisearch"] = "embedded"
    meilisearch_url: str = ""
    meilisearch_key: str = ""
    usajobs_api_key: str = ""
    usajobs_email: str = ""
    adzuna_app_id: str = ""
    adzuna_app_key: str = ""
    careeronestop_user_id: str = ""
    careeronestop_token: str = ""
    credential_registry_api_key: str = ""
    themuse_api_key: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    """How ingestion writes its log: in words, or one JSON object a line."""

    def now(self) -> datetime:
        """The time that everything goes by: the real clock, or noon UTC of `as_of`."""
        if self.as_of is not None:
            return datetime(self.as_of.year, self.as_of.month, self.as_of.day, 12, tzinfo=UTC)
        return datetime.now(UTC)

    def store_url(self) -> str:
        """SQLAlchemy address of the store: `database_url`, else SQLite in `data_dir`."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'rungs.sqlite'}"
        for prefix in ("postgres://", "postgresql://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url


def load_settings(environment: Mapping[str, str] | None = None, *, file: Path | None = None) -> Settings:
    """Read the settings once, at the start of a process.

    Raises: InvalidSettings naming the setting and how to mend it.
    """
    env = os.environ if environment is None else environment
    folder = Path(env.get("PORTAL_CONFIG_DIR") or ROOT / "config")
    if not folder.is_dir():
        raise InvalidSettings(f"PORTAL_CONFIG_DIR: there is no folder {folder}.")
    path = file or folder / "portal.toml"
    values: dict[str, Any] = read_config_toml(path) if path.exists() else {}
    for name in Settings.model_fields:
        value = env.get(f"PORTAL_{name.upper()}")
        if value is not None and value != "":
            values[name] = value.split(",") if name in _LISTS else value
    if env.get("PORT"):
        values["port"] = env["PORT"]
    if env.get("DATABASE_URL"):
        values["database_url"] = env["DATABASE_URL"]
    unknown = sorted(
        key
        for key in env
        if key.startswith("PORTAL_") and key.removeprefix("PORTAL_").lower() not in Settings.model_fields
    )
    if unknown:
        raise InvalidSettings(f"{', '.join(unknown)}: no such setting. docs/settings.md lists them all.")
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "settings"
        where = f"PORTAL_{key.upper()} or “{key}” in {path.name}"
        raise InvalidSettings(f"{where}: {first['msg']}. docs/settings.md shows the form.") from error
    return _with_secret(settings)


def read_config_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file of the configuration.

    Raises: InvalidSettings naming the file and what is wrong with it.
    """
    try:
        return tomllib.loads(read_config_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"{path.name} is not valid TOML: {error}") from error


def read_config_text(path: Path) -> str:
    """Read one text file of the configuration.

    Raises: InvalidSettings naming the file when it is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{path.name} cannot be read as UTF-8 text ({error}).") from error


def _with_secret(settings: Settings) -> Settings:
    """With a secret and a key for personal columns: in production those given, in development ones made and kept."""
    if settings.environment == "production":
        if settings.secret_key in ("", DEVELOPMENT_SECRET) or len(settings.secret_key) < 32:
            raise InvalidSettings(
                "PORTAL_SECRET_KEY is missing, too short or the development one. "
                'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
            )
        return settings
    made = {
        "secret_key": settings.secret_key or _kept(settings.data_dir, "secret_key", secrets.token_hex(32)),
        "seal_keys": settings.seal_keys
        or (
            _kept(settings.data_dir, "seal_key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()),
        ),
    }
    return settings.model_copy(update=made)


def _kept(data_dir: Path, name: str, new: str) -> str:
    """The secret that a file of the data folder holds; it is made with `new` where there is none."""
    file = data_dir / name
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not _read_secret(file):
            _make_secret(file, new)
        return _read_secret(file)
    except OSError as error:
        raise InvalidSettings(
            f"cannot write to {data_dir} ({error.strerror}). Set PORTAL_DATA_DIR to a folder of yours."
        ) from error


def _read_secret(file: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return file.read_text(encoding="utf-8", errors="ignore").strip()
    return ""


def _make_secret(file: Path, new: str) -> None:
    """Put a whole secret there at once: a process killed half-way must not leave an empty one for ever."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(new)
        with contextlib.suppress(FileExistsError):
            os.link(part, file)  # of two processes at once the first one's stays
        if not _read_secret(file):
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)
