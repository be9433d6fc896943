"""Ready texts: fitted to channel and form of address, filled in, and honest about their gaps."""

from conversation.identity import Channel
from conversation.text_modules import ModuleId, TextModule, filled, on_channel, variables


def _module(shortcut: str, *channels: Channel, du: str = "du", sie: str = "Sie") -> TextModule:
    id = ModuleId("-".join((shortcut, *channels)))
    return TextModule(id, shortcut, shortcut.title(), du, sie, frozenset(channels))


def test_a_text_speaks_as_the_customer_does() -> None:
    module = _module("gruss", du="Melde dich.", sie="Melden Sie sich.")
    assert module.text("du") == "Melde dich."
    assert module.text("sie") == "Melden Sie sich."


def test_a_text_in_one_form_serves_both() -> None:
    assert _module("ok", sie="").text("sie") == "du"
    assert _module("ok", du="").text("du") == "Sie"


def test_what_is_made_for_a_channel_goes_before_what_is_made_for_all() -> None:
    everywhere = _module("stoerung")
    in_public = _module("stoerung", Channel.X_PUBLIC, Channel.FB_COMMENT)
    elsewhere = _module("termin", Channel.MESSENGER)
    for modules in ([everywhere, in_public, elsewhere], [elsewhere, in_public, everywhere]):
        assert on_channel(modules, Channel.X_PUBLIC) == [in_public]
        assert on_channel(modules, Channel.WEBCHAT) == [everywhere]
        assert on_channel(modules, Channel.MESSENGER) == [everywhere, elsewhere]


def test_known_variables_are_filled_in_and_unknown_ones_stay_to_be_seen() -> None:
    text = "Moin {{ name }}, dein Ticket {{TICKET}} ist da. {{agent}}"
    known = {"ticket": "T-4711", "agent": "Mara", "name": ""}
    assert filled(text, known) == "Moin {{ name }}, dein Ticket T-4711 ist da. Mara"
    assert variables(filled(text, known)) == ("name",)


def test_a_value_is_not_read_as_a_text_with_variables() -> None:
    assert filled("{{ort}}", {"ort": "{{agent}}", "agent": "Mara"}) == "{{agent}}"
    assert filled("{{ort}}", {"ort": r"\1 Kiel"}) == r"\1 Kiel"


def test_braces_that_name_nothing_are_no_variables() -> None:
    assert variables("{} {{}} {{ }} { {a} } {{a\nb}} {{{{ok}}}}") == ("ok",)
    assert variables("{{a}} {{b c}} {{a}}") == ("a", "b c")
