"""What becomes of our words: one post, or the way into private messages; never several posts."""

from decimal import Decimal

import pytest

from connectors.x.drafts import public_draft
from connectors.x.lengths import MOST, MOST_PRIVATE, links_in, weighted_length
from connectors.x.outcomes import RuledOutError
from connectors.x.settings import PrivateWay
from connectors.x.wording import direct_message, public_post
from conversation.messages import Button, Speaker
from tests.x.connected import line, settings
from tests.x.samples import ACCOUNT

LONG = "Dein Anschluss wird geprüft, das dauert ein wenig. " * 8


def test_an_answer_of_the_assistant_says_that_it_is_one():
    post = public_post(line("Moin, schau mal in die App."), settings())
    assert post.text == "Lotse (digitaler Assistent): Moin, schau mal in die App."


def test_what_a_person_writes_carries_no_label():
    post = public_post(line("Moin, hier ist Mara.", Speaker.AGENT), settings())
    assert post.text == "Moin, hier ist Mara."


def test_an_answer_too_long_for_one_post_becomes_the_way_into_private_messages():
    post = public_post(line(LONG), settings())
    assert "Direktnachricht" in post.text
    assert post.button
    assert links_in(post.text) == []
    assert weighted_length(post.text) <= MOST


def test_whoever_is_addressed_formally_stays_so():
    said = line("Können Sie uns Ihre Daten nennen? Dann helfen wir Ihnen. " * 8)
    post = public_post(said, settings())
    assert "schicken Sie uns" in post.text


def test_the_way_may_be_a_link_if_the_provider_wants_that():
    post = public_post(line(LONG), settings(private_way=PrivateWay.LINK))
    assert f"https://x.com/messages/compose?recipient_id={ACCOUNT}" in post.text
    assert (post.button, post.with_link) == (False, True)
    assert weighted_length(post.text) <= MOST


def test_the_way_may_be_words_alone():
    post = public_post(line(LONG), settings(private_way=PrivateWay.WORDS))
    assert (post.button, post.with_link) == (False, False)


def test_a_link_of_the_assistant_leads_into_private_messages_unless_links_are_allowed():
    said = line("Mehr auf https://www.foerdekom.example/hilfe")
    assert "Direktnachricht" in public_post(said, settings()).text
    allowed = public_post(said, settings(links_allowed=True))
    assert allowed.text.endswith("https://www.foerdekom.example/hilfe")
    assert allowed.with_link


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LONG, "too_long"),
        ("Siehe https://example.org", "link"),
        ("  ", "invalid"),
        ("a\ufffe", "invalid"),
    ],
)
def test_a_person_hears_what_is_wrong_with_their_words(text, code):
    with pytest.raises(RuledOutError) as refused:
        public_post(line(text, Speaker.AGENT), settings())
    assert refused.value.code == code


def test_a_forgotten_space_costs_neither_length_nor_money():
    post = public_post(line("Danke.Es geht wieder", Speaker.AGENT), settings())
    assert post.text == "Danke. Es geht wieder"
    assert not post.with_link


def test_exactly_280_fit_and_281_do_not():
    text = "ä" * MOST
    assert public_post(line(text, Speaker.AGENT), settings()).text == text
    with pytest.raises(RuledOutError):
        public_post(line(text + "ä", Speaker.AGENT), settings())


def test_choices_are_numbered_in_direct_messages_and_left_out_in_public():
    said = line("Was nun?", buttons=(Button("Bestellen", "/a"), Button("Lassen", "/b")))
    assert direct_message(said, settings(), greeted=True) == "Was nun?\n1. Bestellen\n2. Lassen"
    assert "Bestellen" not in public_post(said, settings()).text


def test_the_first_automated_direct_message_carries_the_privacy_link():
    configured = settings()
    said, by_person = line("Moin"), line("Moin", Speaker.AGENT)
    assert configured.privacy_url in direct_message(said, configured, greeted=False)
    assert direct_message(said, configured, greeted=True) == "Moin"
    assert direct_message(by_person, configured, greeted=False) == "Moin"


def test_a_direct_message_that_is_too_long_or_empty_is_refused():
    for text in ("x" * (MOST_PRIVATE + 1), " "):
        with pytest.raises(RuledOutError):
            direct_message(line(text, Speaker.AGENT), settings(), greeted=True)


def test_a_draft_shows_length_links_and_price_before_it_is_sent():
    draft = public_draft("Danke.Es geht", settings(), summoned=True)
    assert (draft.length, draft.fits, draft.accidental) == (28, True, ("Danke.Es",))
    assert draft.price == Decimal("0.010")
    linked = public_draft("Siehe https://example.org", settings(), summoned=True)
    assert (linked.links, linked.price) == (("https://example.org",), Decimal("0.200"))
    assert public_draft("Moin", settings(), summoned=False).price == Decimal("0.015")
    assert not public_draft("", settings(), summoned=True).fits


@pytest.mark.parametrize("speaker", [Speaker.ASSISTANT, Speaker.AGENT])
def test_whoever_is_asked_for_a_direct_message_gets_the_way_to_it(speaker):
    said = line("Das klären wir privat: Schreib uns bitte eine Direktnachricht.", speaker)
    post = public_post(said, settings())
    assert (post.button, post.leads, post.with_link) == (True, True, False)
    linked = public_post(said, settings(private_way=PrivateWay.LINK))
    assert linked.text.endswith(f"recipient_id={ACCOUNT}")
    assert (linked.button, linked.leads) == (False, True)
    in_words = public_post(said, settings(private_way=PrivateWay.WORDS))
    assert (in_words.button, in_words.leads) == (False, True)


def test_a_post_without_an_invitation_leads_nowhere():
    assert not public_post(line("In Kiel ist eine Störung bekannt."), settings()).leads


def test_an_invitation_without_room_for_the_link_is_said_in_words():
    said = line("a" * 230 + " Schick eine Direktnachricht", Speaker.AGENT)
    post = public_post(said, settings(private_way=PrivateWay.LINK))
    assert (post.with_link, post.leads) == (False, True)
    assert weighted_length(post.text) <= MOST
