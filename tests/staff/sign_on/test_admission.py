"""Who comes in by single sign-on, as what and for which site."""

import pytest

from staff.roles import Role
from staff.sign_on.admission import roles_in, sites_in
from tests.staff.house import log_in
from tests.staff.sign_on.town import NOT_ADMITTED, Town, nobody_came_in, open_town


async def test_who_has_no_account_or_a_shut_one_does_not_come_in(town: Town) -> None:
    town.provider.person = {"preferred_username": "stranger", "sub": "a-stranger"}
    nobody_came_in(await town.sign_on(), NOT_ADMITTED)
    town.provider.person = {}
    account = await town.house.account("tomke")
    await town.house.parts.accounts.set_disabled(account.id, True)
    nobody_came_in(await town.sign_on(), NOT_ADMITTED)


async def test_from_the_first_time_on_the_subject_counts_and_not_what_somebody_is_called(
    town: Town,
) -> None:
    await town.sign_on()
    # Somebody else who takes the name later does not get the account.
    town.provider.person = {"sub": "another-subject"}
    nobody_came_in(await town.sign_on(), NOT_ADMITTED)
    # The same person under a new name does.
    town.provider.person = {"preferred_username": "tomke.ahrens"}
    assert (await town.sign_on()).status_code == 303
    # And cannot become somebody else by a name.
    town.provider.person = {"preferred_username": "ole"}
    browser = town.house.browser()
    await town.sign_on(browser)
    assert (await browser.get("/editors")).status_code == 200


async def test_roles_and_sites_come_from_the_claim_at_every_sign_on() -> None:
    roles = roles_in("desk-admins=administrator, desk-leads=supervisor,desk=agent")
    sites = sites_in("kiel=Kiel, head-office=*")
    async with open_town(
        roles=roles, roles_claim="realm_access.roles", sites=sites, sites_claim="sites"
    ) as town:
        access = {"roles": ["offline", "desk", "desk-leads"]}
        town.provider.person = {"realm_access": access, "sites": "kiel"}
        browser = town.house.browser()
        await town.sign_on(browser)
        account = await town.house.account("tomke")
        assert (account.role, account.site) == (Role.SUPERVISOR, "Kiel")
        assert (await browser.get("/editors")).status_code == 403
        town.provider.person = {"realm_access": {"roles": ["desk"]}, "sites": ["head-office"]}
        await town.sign_on()
        account = await town.house.account("tomke")
        assert (account.role, account.site) == (Role.AGENT, "")
        for without in (
            {"realm_access": {"roles": ["offline"]}, "sites": "kiel"},
            {"realm_access": "desk-admins, really", "sites": "kiel"},
            {"realm_access": access, "sites": "husum"},
            {"realm_access": access},
        ):
            town.provider.person = without
            nobody_came_in(await town.sign_on(), NOT_ADMITTED)
        assert (await town.house.account("tomke")).role is Role.AGENT


async def test_accounts_are_made_only_where_the_setting_says_so() -> None:
    roles = roles_in("desk=agent")
    async with open_town(create=True, roles=roles, roles_claim="groups") as town:
        town.provider.person = {
            "sub": "subject-of-wiebke",
            "preferred_username": "Wiebke",
            "name": "Wiebke Harms",
            "groups": ["desk"],
        }
        browser = town.house.browser()
        response = await town.sign_on(browser, target="/")
        assert response.status_code == 303
        account = await town.house.account("wiebke")
        assert (account.name, account.role) == ("Wiebke Harms", Role.AGENT)
        for password in ("", "!", account.password_hash):
            refused = await log_in(town.house.browser(), "wiebke", password)
            assert refused.status_code == 401
        assert (await town.sign_on(target="/")).status_code == 303
        assert len(await town.house.parts.accounts.all()) == 6


async def test_an_address_nobody_verified_is_no_login() -> None:
    async with open_town(login_claim="email") as town:
        for verified, status in ((False, 403), ("true", 403), (True, 303)):
            town.provider.person = {"email": "Tomke", "email_verified": verified}
            assert (await town.sign_on()).status_code == status


async def test_passwords_may_be_left_to_administrators_or_to_nobody() -> None:
    for roles, in_words in ((frozenset({Role.ADMINISTRATOR}), True), (frozenset[Role](), False)):
        async with open_town(
            settings=lambda told, its=roles: told.update(password_roles=its)
        ) as town:
            assert (
                'name="password"' in (await town.house.browser().get("/login")).text
            ) == in_words
            if not in_words:
                continue
            refused = await log_in(town.house.browser(), "tomke")
            assert refused.status_code == 403
            assert "über das Firmenkonto" in refused.text
            assert (await log_in(town.house.browser(), "tomke", "wrong")).status_code == 401
            assert (await log_in(town.house.browser(), "ole")).status_code == 303


@pytest.mark.parametrize("text", ["desk", "desk=chief", "=agent", "desk="])
def test_a_table_written_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        roles_in(text)


def test_a_group_may_have_a_long_name() -> None:
    assert roles_in("CN=Desk;OU=Kiel=agent") == (("CN=Desk;OU=Kiel", Role.AGENT),)
