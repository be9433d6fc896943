"""X believes signatures and tokens, and nothing else."""

import base64
import hashlib

import pytest

ME = "/2/users/me"


async def with_token(stage, token, path=ME):
    headers = {"authorization": f"Bearer {token}"}
    return await stage.http.get(f"{stage.url}{path}", headers=headers)


async def ask_token(stage, **form):
    x = stage.settings.x
    return await stage.http.post(
        f"{stage.url}/2/oauth2/token", data=form, auth=(x.client_id, x.client_secret)
    )


async def test_a_signed_request_is_the_accounts(stage):
    answer = await stage.x("GET", ME, params={"user.fields": "created_at,verified"})
    assert answer.json()["data"]["username"] == "foerdekom"


@pytest.mark.parametrize("key", ["client_id", "client_secret", "token", "token_secret"])
async def test_a_signature_with_a_wrong_key_is_refused(stage, key):
    answer = await stage.http.get(f"{stage.url}{ME}", auth=stage.oauth1(**{key: "wrong"}))
    assert answer.status_code == 401
    assert answer.json()["title"] == "Unauthorized"


async def test_a_signature_of_another_request_is_refused(stage):
    sign = stage.oauth1()
    other = sign(stage.http.build_request("GET", f"{stage.url}/2/users/me?user.fields=url"))
    headers = {"authorization": other.headers["authorization"]}
    answer = await stage.http.get(f"{stage.url}{ME}", headers=headers)
    assert answer.status_code == 401


async def test_a_signed_request_works_once(stage):
    request = stage.oauth1()(stage.http.build_request("GET", f"{stage.url}{ME}"))
    headers = {"authorization": request.headers["authorization"]}
    assert (await stage.http.get(f"{stage.url}{ME}", headers=headers)).status_code == 200
    assert (await stage.http.get(f"{stage.url}{ME}", headers=headers)).status_code == 401


async def test_a_refresh_token_works_once_and_gives_the_next(stage):
    first = stage.settings.x.oauth2_refresh_token
    answer = await ask_token(stage, grant_type="refresh_token", refresh_token=first)
    tokens = answer.json()
    assert tokens["expires_in"] == 7200
    assert (await with_token(stage, tokens["access_token"])).status_code == 200
    old = await ask_token(stage, grant_type="refresh_token", refresh_token=first)
    assert old.status_code == 400
    assert old.json()["error"] == "invalid_request"
    second = tokens["refresh_token"]
    assert second != first
    again = await ask_token(stage, grant_type="refresh_token", refresh_token=second)
    assert again.status_code == 200


async def test_an_access_token_lives_two_hours(stage):
    token = stage.settings.x.oauth2_access_token
    await stage.do("/clock", advance=7199)
    assert (await with_token(stage, token)).status_code == 200
    await stage.do("/clock", advance=1)
    assert (await with_token(stage, token)).status_code == 401


async def test_a_code_needs_its_verifier(stage):
    verifier = "a" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode()
    asked = {
        "response_type": "code",
        "client_id": stage.settings.x.client_id,
        "redirect_uri": "https://lotse.example/back",
        "scope": "tweet.read users.read",
        "state": "abc",
        "code_challenge": challenge.rstrip("="),
        "code_challenge_method": "S256",
    }
    for given, status in (("wrong", 400), (verifier, 200)):
        consent = await stage.http.get(f"{stage.url}/2/oauth2/authorize", params=asked)
        assert consent.status_code == 302
        code = consent.next_request.url.params["code"]
        assert consent.next_request.url.params["state"] == "abc"
        answer = await ask_token(
            stage,
            grant_type="authorization_code",
            code=code,
            redirect_uri=asked["redirect_uri"],
            code_verifier=given,
        )
        assert answer.status_code == status
    assert "refresh_token" not in answer.json()
    forbidden = await with_token(stage, answer.json()["access_token"], "/2/dm_events")
    assert forbidden.status_code == 403
    assert "dm.read" in forbidden.json()["detail"]


async def test_a_wrong_client_gets_no_token(stage):
    form = {"grant_type": "refresh_token", "refresh_token": "whatever"}
    url = f"{stage.url}/2/oauth2/token"
    answer = await stage.http.post(url, data=form, auth=("world-client-id", "wrong"))
    assert answer.json()["error"] == "unauthorized_client"


async def test_the_app_gets_its_own_token_by_key_and_secret(stage):
    x = stage.settings.x
    answer = await stage.http.post(
        f"{stage.url}/oauth2/token",
        data={"grant_type": "client_credentials"},
        auth=(x.consumer_key, x.consumer_secret),
    )
    token = answer.json()["access_token"]
    assert (await with_token(stage, token, "/2/webhooks")).status_code == 200
    assert (await with_token(stage, token)).status_code == 403


async def test_dead_tokens_and_revoked_access_are_401_and_told_once(stage):
    await stage.connect_x()
    await stage.do("/trouble", revoked=["x"])
    assert (await stage.x("GET", ME)).status_code == 401
    await stage.settle()
    (event,) = stage.receiver.x_events("oauth.revoke")
    assert event["filter"] == {}
    assert event["payload"]["user_id"] == stage.settings.x.account_id
    await stage.do("/trouble", revoked=[], dead_tokens=["x"])
    assert (await stage.x("GET", ME)).status_code == 401
    await stage.http.delete(f"{stage.url}/world/trouble")
    assert (await stage.x("GET", ME)).status_code == 200
