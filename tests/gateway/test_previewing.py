"""Editors see what each channel makes of an answer."""

from pathlib import Path

import pytest

from conversation.identity import Channel
from gateway.previewing import ChannelPreviews
from gateway.secrets import completed
from gateway.settings import read_settings
from studio.previews import Bubble


@pytest.fixture
def previews(tmp_path: Path) -> ChannelPreviews:
    return ChannelPreviews(read_settings(completed({}, tmp_path)))


def by_channel(previews: ChannelPreviews, text: str, *buttons: str) -> dict[Channel, Bubble]:
    return {one.channel: one for one in previews.of(text, buttons)}


def test_choices_look_as_each_channel_shows_them(previews: ChannelPreviews) -> None:
    shown = by_channel(previews, "Soll ich?", "Ja, bitte", "Lieber nicht")
    assert shown[Channel.WEBCHAT].buttons == ("Ja, bitte", "Lieber nicht")
    assert shown[Channel.MESSENGER].buttons == ("Ja, bitte", "Lieber nicht")
    assert shown[Channel.X_DM].text == "Soll ich?\n1. Ja, bitte\n2. Lieber nicht"
    assert shown[Channel.FB_COMMENT].text.endswith("Soll ich?\n– Ja, bitte\n– Lieber nicht")
    assert shown[Channel.X_PUBLIC].text == "Lotse (digitaler Assistent): Soll ich?"
    assert set(shown) == set(Channel)


def test_the_counter_counts_as_x_does_with_the_word_that_a_machine_writes(
    previews: ChannelPreviews,
) -> None:
    label = len("Lotse (digitaler Assistent): ")
    fits = by_channel(previews, "x" * (280 - label))[Channel.X_PUBLIC]
    assert (fits.count, fits.most, fits.replaced) == (280, 280, False)
    over = by_channel(previews, "x" * (281 - label))[Channel.X_PUBLIC]
    assert (over.count, over.replaced) == (281, True)
    assert over.text.endswith("Schick uns bitte eine Direktnachricht.")
    assert by_channel(previews, "🙂")[Channel.X_PUBLIC].count == label + 2


def test_what_says_sie_is_replaced_by_what_says_sie(previews: ChannelPreviews) -> None:
    shown = by_channel(previews, "Bitte prüfen Sie Ihre Rechnung. " * 40)
    assert "schicken Sie uns" in shown[Channel.X_PUBLIC].text
    assert "schreiben Sie uns" in shown[Channel.FB_COMMENT].text
    assert shown[Channel.FB_COMMENT].replaced


def test_an_empty_text_is_nothing_on_x(previews: ChannelPreviews) -> None:
    assert Channel.X_PUBLIC not in by_channel(previews, "")
