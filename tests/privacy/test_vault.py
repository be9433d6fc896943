"""One contract for the vault in memory and in Redis."""

import asyncio
import re
from datetime import timedelta

from conversation.ports import Vault as ResolvingVault
from gateway.privacy.redactor import Redactor
from gateway.privacy.vault import Vault
from tests.privacy.conftest import CHAT, OTHER, NewVault

REDACT = Redactor().redact
LINE = "Kundennummer 10483920, Tel. 0431 5550177"


async def test_every_value_gets_a_placeholder_of_its_kind(vault: Vault) -> None:
    assert await vault.keep(CHAT, REDACT(LINE)) == "Kundennummer [KUNDENNUMMER_1], Tel. [TELEFON_1]"


async def test_a_placeholder_resolves_to_what_the_customer_wrote(vault: Vault) -> None:
    await vault.keep(CHAT, REDACT(LINE))
    resolving: ResolvingVault = vault
    names = ["[KUNDENNUMMER_1]", "[TELEFON_1]"]
    assert await resolving.resolve(CHAT, names) == {
        "[KUNDENNUMMER_1]": "10483920",
        "[TELEFON_1]": "0431 5550177",
    }


async def test_the_same_value_keeps_its_placeholder_however_it_is_written(vault: Vault) -> None:
    assert await vault.keep(CHAT, REDACT("Tel. 0431 5550177")) == "Tel. [TELEFON_1]"
    assert await vault.keep(CHAT, REDACT("+49 (0)431/55 50 177")) == "[TELEFON_1]"
    assert await vault.keep(CHAT, REDACT("FK-10483920")) == "[KUNDENNUMMER_1]"
    assert await vault.keep(CHAT, REDACT("10483920, 20917745")) == (
        "[KUNDENNUMMER_1], [KUNDENNUMMER_2]"
    )


async def test_a_value_that_stands_twice_in_a_line_has_one_placeholder(vault: Vault) -> None:
    assert await vault.keep(CHAT, REDACT("10483920! 10483920!")) == (
        "[KUNDENNUMMER_1]! [KUNDENNUMMER_1]!"
    )


async def test_conversations_count_and_keep_for_themselves(vault: Vault) -> None:
    await vault.keep(CHAT, REDACT("10483920"))
    assert await vault.keep(OTHER, REDACT("20917745")) == "[KUNDENNUMMER_1]"
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {"[KUNDENNUMMER_1]": "10483920"}


async def test_unknown_placeholders_are_missing(vault: Vault) -> None:
    await vault.keep(CHAT, REDACT(LINE))
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_2]", "count:KUNDENNUMMER", ""]) == {}
    assert await vault.resolve(OTHER, ["[KUNDENNUMMER_1]"]) == {}
    assert await vault.resolve(CHAT, []) == {}


async def test_a_forgotten_conversation_resolves_nothing(vault: Vault) -> None:
    await vault.keep(CHAT, REDACT(LINE))
    await vault.forget(CHAT)
    await vault.forget(OTHER)
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {}


async def test_a_line_without_findings_comes_back_as_it_is(vault: Vault) -> None:
    assert await vault.keep(CHAT, REDACT("moin")) == "moin"


async def test_messages_kept_at_the_same_time_never_share_a_number(vault: Vault) -> None:
    numbers = [f"{number}" for number in range(10_483_900, 10_483_950)]
    texts = await asyncio.gather(*(vault.keep(CHAT, REDACT(number)) for number in numbers))
    assert len(set(texts)) == len(numbers)
    known = await vault.resolve(CHAT, texts)
    assert [known[text] for text in texts] == numbers


async def test_values_live_for_their_lifetime_after_the_last_use(new_vault: NewVault) -> None:
    vault = new_vault(lifetime=timedelta(milliseconds=800))
    await vault.keep(CHAT, REDACT("10483920"))
    for _ in range(3):
        await asyncio.sleep(0.3)
        assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"])
    await asyncio.sleep(1.0)
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {}
    assert re.fullmatch(r"\[KUNDENNUMMER_1\]", await vault.keep(CHAT, REDACT("20917745")))
