"""Settings are loud, and none ships undocumented."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from conversation.escalation.table import Table
from gateway.secrets import completed
from gateway.settings import ROOT, Settings, SettingsError, escalation_in, read_settings

READING = re.compile(r"os\.getenv|os\.environ(?!\[[^\]]+\]\s*=[^=])")
DOCUMENT = ROOT / "docs" / "settings.md"


def _complete(folder: Path, **more: str) -> dict[str, str]:
    return completed({**more}, folder)


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    text = DOCUMENT.read_text()
    for name, field in Settings.model_fields.items():
        assert f"| `{name.upper()}` |" in text, f"{name.upper()} is missing in docs/settings.md"
        assert field.description is not None
        assert field.description in text, f"{name.upper()} is described otherwise"


def test_only_the_settings_read_the_environment() -> None:
    packages = ("conversation", "gateway", "connectors", "handoff", "studio", "archive", "staff")
    others = ("chassis", "actions", "encoder", "backoffice")
    readers = [
        str(path.relative_to(ROOT))
        for package in (*packages, *others)
        for path in (ROOT / package).rglob("*.py")
        if READING.search(path.read_text())
    ]
    assert readers == ["gateway/settings.py"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("ENGINES", "none"), ("GATEWAY_PORT", "99999"), ("SESSION_SECRET", "short")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings(_complete(tmp_path, **{name: value}))


def test_a_wrong_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        read_settings(_complete(tmp_path, SESSION_SECRET="hunter2"))
    assert "hunter2" not in str(told.value)


def test_a_missing_secret_is_named() -> None:
    with pytest.raises(SettingsError, match="VAULT_KEYS"):
        read_settings({})


def test_secrets_of_a_first_start_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    first = _complete(tmp_path)
    assert _complete(tmp_path) == first
    assert (tmp_path / "secrets.env").stat().st_mode & 0o077 == 0
    Fernet(first["VAULT_KEYS"])


def test_given_secrets_are_never_written_down(tmp_path: Path) -> None:
    given = _complete(tmp_path / "one")
    assert completed(given, tmp_path / "two") == given
    assert not (tmp_path / "two").exists()


def test_a_clock_that_stands_has_the_brands_time_zone(tmp_path: Path) -> None:
    settings = read_settings(_complete(tmp_path, CLOCK="2026-11-24T10:15"))
    assert settings.fixed_moment == "2026-11-24T10:15:00+01:00"


def test_the_shipped_thresholds_are_all_written_out_and_are_the_defaults(tmp_path: Path) -> None:
    shipped = ROOT / "escalation.yml"
    assert read_settings(_complete(tmp_path)).escalation == escalation_in(shipped) == Table()
    written = shipped.read_text()
    assert [name for name in Table.__dataclass_fields__ if f"\n{name}:" not in written] == []


def test_without_a_file_the_thresholds_are_the_defaults(tmp_path: Path) -> None:
    assert escalation_in(tmp_path / "escalation.yml") == Table()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "anger_high: {sure: 3}",
            "escalation.yml: anger_high.sure: a number from 0 to 1 is needed",
        ),
        ("anger: {at: 1}", "escalation.yml: anger: there is no such entry"),
        ("- 1", "escalation.yml: The table holds names with numbers"),
        ("danger: {", "escalation.yml is no YAML."),
    ],
)
def test_a_wrong_threshold_is_named(tmp_path: Path, written: str, sentence: str) -> None:
    file = tmp_path / "escalation.yml"
    file.write_text(written)
    with pytest.raises(SettingsError) as told:
        escalation_in(file)
    assert str(told.value).startswith(sentence)
