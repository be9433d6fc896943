"""Who gets in, and what others are told."""

from tests.backoffice.office import COLLECTIONS, PROBLEMS, TOKEN, Office, draft

WRONG = ("", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "ü")


async def test_without_the_token_nothing_is_answered(foerdekom: Office) -> None:
    for header in WRONG:
        given = {"Authorization": header.encode()}
        for path in (*COLLECTIONS, f"{PROBLEMS}/sp-24118-internet", "/tmf-api/nothing"):
            answer = await foerdekom.client.get(path, headers=given)
            assert answer.status_code == 401, header
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["status"] == "401"


async def test_without_the_token_nothing_is_written(office: Office) -> None:
    answer = await office.client.post(PROBLEMS, json=draft(), headers={"Authorization": ""})
    assert answer.status_code == 401
    assert await office.ids(PROBLEMS) == []


async def test_the_scheme_is_read_in_any_case(office: Office) -> None:
    answer = await office.client.get(PROBLEMS, headers={"Authorization": f"bearer {TOKEN}"})
    assert answer.status_code == 200


async def test_health_and_metrics_need_no_token(office: Office) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        answer = await office.client.get(path, headers={"Authorization": ""})
        assert answer.status_code == 200, path


async def test_unknown_paths_and_methods_are_answered_in_tm_forums_shape(office: Office) -> None:
    nothing = await office.client.get("/tmf-api/productCatalogManagement/v4/hub")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "NOT_FOUND")
    refused = await office.client.delete(PROBLEMS)
    assert (refused.status_code, refused.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert set(refused.headers["allow"].replace(" ", "").split(",")) == {"GET", "POST"}


async def test_a_body_too_large_is_refused(office: Office) -> None:
    answer = await office.client.post(PROBLEMS, content=b"x" * 300_000)
    assert answer.status_code == 413
    assert answer.json()["message"] == "The request is too large."
