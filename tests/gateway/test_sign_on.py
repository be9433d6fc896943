"""Single sign-on from the settings: wholly on, or off, or a sentence."""

from pathlib import Path

import pytest

from gateway.secrets import completed
from gateway.settings import Settings, SettingsError, read_settings
from gateway.sign_on import sign_on_settings
from staff.roles import Role

WHOLE = {
    "OIDC_ISSUER": "https://login.foerdekom.example",
    "OIDC_CLIENT_ID": "lotse",
    "OIDC_CLIENT_SECRET": "a secret",
    "DESK_URL": "https://desk.foerdekom.example",
    "HTTPS": "true",
}


def _settings(folder: Path, **given: str) -> Settings:
    return read_settings(completed(given, folder))


def test_without_an_issuer_it_is_off(tmp_path: Path) -> None:
    assert sign_on_settings(_settings(tmp_path)) is None


def test_everything_said_is_told_on(tmp_path: Path) -> None:
    told = sign_on_settings(
        _settings(
            tmp_path,
            **WHOLE,
            OIDC_ACCOUNTS="create",
            OIDC_ROLES="leads=supervisor, desk=agent",
            OIDC_SITES="kiel=Kiel, all=*",
            PASSWORD_LOGIN="administrators",
        )
    )
    assert told is not None
    assert told.redirect_uri == "https://desk.foerdekom.example/login/sign-on/done"
    assert told.admission.roles == (("leads", Role.SUPERVISOR), ("desk", Role.AGENT))
    assert told.admission.sites == (("kiel", "Kiel"), ("all", ""))
    assert told.admission.create
    assert told.password_roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"DESK_URL": ""}, "DESK_URL"),
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://login.foerdekom.example"}, "no https"),
        ({"HTTPS": "false"}, "HTTPS"),
        ({"OIDC_ALGORITHMS": "RS256,none"}, "none"),
        ({"OIDC_ROLES": "desk=chief"}, "chief"),
        ({"OIDC_ACCOUNTS": "create"}, "role"),
    ],
)
def test_what_is_set_by_half_is_named(tmp_path: Path, change: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as told:
        sign_on_settings(_settings(tmp_path, **{**WHOLE, **change}))
    assert "a secret" not in str(told.value)


def test_nobody_is_locked_out_by_a_setting_alone(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER"):
        sign_on_settings(_settings(tmp_path, PASSWORD_LOGIN="nobody"))
