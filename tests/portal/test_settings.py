"""Settings: read once, refused when unsafe, each documented."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.domain.errors import InvalidSettings
from portal.settings import DEVELOPMENT_SECRET, ROOT, Settings, load_settings, read_config_toml


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"PORTAL_DATA_DIR": str(tmp_path), **more}


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = tmp_path / "portal.toml"
    file.write_text('name = "Stairs"\nworkers = 3\n')
    settings = load_settings(environment(tmp_path, PORTAL_WORKERS="5", PORT="8123"), file=file)
    assert (settings.name, settings.workers, settings.port) == ("Stairs", 5, 8123)


def test_the_shipped_file_is_valid(tmp_path: Path) -> None:
    assert load_settings(environment(tmp_path)).name == "Rungs"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.sqlite", "sqlite:////tmp/x.sqlite"),
    ],
)
def test_database_addresses_are_understood_in_their_usual_forms(
    tmp_path: Path, given: str, kept: str
) -> None:
    assert load_settings(environment(tmp_path, DATABASE_URL=given)).store_url() == kept


def test_the_default_store_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert load_settings(environment(tmp_path)).store_url() == f"sqlite:///{tmp_path}/rungs.sqlite"


def test_as_of_fixes_the_clock(tmp_path: Path) -> None:
    settings = load_settings(environment(tmp_path, PORTAL_AS_OF="2026-06-20"))
    assert settings.as_of == date(2026, 6, 20)
    assert settings.now() == datetime(2026, 6, 20, 12, tzinfo=UTC)


def test_a_secret_is_made_once_and_kept_private_in_development(tmp_path: Path) -> None:
    first = load_settings(environment(tmp_path)).secret_key
    assert len(first) == 64
    assert load_settings(environment(tmp_path)).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("secret", ["", DEVELOPMENT_SECRET, "short"])
def test_production_refuses_a_missing_default_or_short_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(InvalidSettings, match="PORTAL_SECRET_KEY"):
        load_settings(environment(tmp_path, PORTAL_ENVIRONMENT="production", PORTAL_SECRET_KEY=secret))
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORTAL_AS_OF", "20 June"),
        ("PORTAL_ENVIRONMENT", "staging"),
        ("PORTAL_NO_SUCH", "x"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        load_settings(environment(tmp_path, **{name: value}))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "portal.toml"
    file.write_text("name = ")
    with pytest.raises(InvalidSettings, match=r"portal\.toml is not valid TOML"):
        load_settings(environment(tmp_path), file=file)


def test_each_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`{name}`" not in text]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PORTAL_TIME_ZONE", "Mars/Olympus", "not a time zone"),
        ("PORTAL_DEFAULT_REGION", "nowhere", "not a place that we can read"),
        ("PORTAL_CONFIG_DIR", "/no/such/folder", "no folder"),
    ],
)
def test_a_setting_that_would_break_a_page_stops_the_start(
    tmp_path: Path, name: str, value: str, why: str
) -> None:
    with pytest.raises(InvalidSettings, match=why) as caught:
        load_settings(environment(tmp_path, **{name: value}))
    assert name in str(caught.value)


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "portal.toml"
    file.write_bytes('name = "Peldaño"'.encode("latin-1"))
    with pytest.raises(InvalidSettings, match=r"portal\.toml cannot be read as UTF-8 text"):
        load_settings(environment(tmp_path), file=file)


def test_an_empty_secret_that_a_killed_process_left_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    secret = load_settings(environment(tmp_path)).secret_key
    assert len(secret) == 64
    assert load_settings(environment(tmp_path)).secret_key == secret


@pytest.mark.parametrize("content", [b"caf\xe9 = 1", b"key = "])
def test_a_configuration_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "titles.toml"
    file.write_bytes(content)
    with pytest.raises(InvalidSettings, match=r"titles\.toml"):
        read_config_toml(file)
    with pytest.raises(InvalidSettings, match=r"none\.toml"):
        read_config_toml(tmp_path / "none.toml")
