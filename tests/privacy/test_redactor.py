"""What the redactor cuts out, what it leaves, and that no text makes it slow or ill."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.privacy.findings import PersonalKind, Redacted
from gateway.privacy.redactor import CUT, Redactor
from tests.privacy.texts import ibans, mobile_numbers, spellings, surroundings

REDACTOR = Redactor()

# Beginnings of personal data; repeated, they are the worst that a pattern can meet.
UNITS = (
    *("0", "1", "0431 ", "0171 3920012 ", "(0", "1.1.", "1-", "01.01.2026 ", "geb 1", "tel 1"),
    *("a@", "a.", "a at ", "a punkt ", "www.a", "a.de/1 0171 3920012 ", "[TELEFON_", "[ ", "\n"),
    *("DE", "DE89 ", "D E", "AT61 ", "O0", "iban 1", "4111 1111 1111 1111 ", "1\u200b"),
    *("Str. 5 ", "a-", "Am A ", "Aa 5 ", "Aa Bb 5, ", "ä 5 ", "24103 Kiel "),
    *("kundennummer ", "kdnr (a) ", "fk-1", "12345678 "),
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.value) for each in REDACTOR.redact(text).findings]


def hidden(text: str) -> str:
    redacted = REDACTOR.redact(text)
    return redacted.filled([f"[{finding.kind.value}]" for finding in redacted.findings])


def test_street_and_house_number_are_hidden_and_the_postcode_stays() -> None:
    assert hidden("Musterweg 12a, 24103 Kiel") == "[ADRESSE], 24103 Kiel"


def test_several_kinds_in_one_line_are_each_found() -> None:
    line = "Kdnr FK-10483920, Tel. 0431/55 50 177, geb. 3.4.1971, jana@web.de!"
    assert hidden(line) == "Kdnr [KUNDENNUMMER], Tel. [TELEFON], geb. [GEBURTSDATUM], [EMAIL]!"


def test_the_longest_of_overlapping_findings_wins() -> None:
    assert kinds("10483920@web.de") == [("EMAIL", "10483920@web.de")]
    assert kinds("DE89 3704 0044 0532 0130 00") == [("IBAN", "DE89 3704 0044 0532 0130 00")]


def test_the_customers_own_word_decides_what_a_number_is() -> None:
    assert kinds("Telefon 55501770") == [("TELEFON", "55501770")]
    assert kinds("Kundennummer 0431555017") == [("KUNDENNUMMER", "0431555017")]


@pytest.mark.parametrize(
    "line",
    [
        "<10483920>/<0171 3920012>",
        "<10483920>,<3.4.1971>",
        "Tel <0431 5550177> Router blinkt",
        "Kundennr <10483920> Kunden warten",
        "Angebot bitte an <0431 5550177>",
        "<0431 5550177>/<0171 3920012> 24118 Kiel",
        "nr.<4111111111111111>.",
        "Vertragsnummer:\n<448201993>",
        "kdnr <1048 3920> 3 Tage Ausfall",
        "<jana@web.de>.Danke",
    ],
)
def test_what_stands_beside_a_value_neither_saves_nor_joins_it(line: str) -> None:
    expected = re.findall("<(.*?)>", line)
    assert [value for _, value in kinds(re.sub("[<>]", "", line))] == expected


@pytest.mark.parametrize(
    "written",
    [
        "0431 5550177",
        "0431\t5550177",
        "0431\u00a05550177",
        "0431\u2009\u2013\u20095550177",
        "0431\u00ad5550177",
        "04\u200b315550177",
        "\uff10\uff14\uff13\uff11 5550177",
        "\u0660\u0664\u0663\u0661 5550177",
    ],
)
def test_no_typographic_trick_hides_a_number(written: str) -> None:
    assert kinds(f"ruft an: {written}.") == [("TELEFON", written)]


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    assert hidden("wohne Lu\u0308becker Str. 5") == "wohne [ADRESSE]"


def test_numbers_within_links_stay_and_addresses_within_them_do_not() -> None:
    assert kinds("https://www.foerdekom.example/hilfe/10483920") == []
    assert kinds("https://a.example/?mail=jana@web.de") == [("EMAIL", "jana@web.de")]


def test_our_own_hotline_stays_readable_however_it_is_written() -> None:
    redactor = Redactor(public=["0431 5550100", "hilfe@foerdekom.example"])
    line = "+49 431/5550100 ist besetzt, hilfe@foerdekom.example antwortet nicht"
    assert redactor.redact(line).findings == ()
    assert len(redactor.redact("0431 5550101").findings) == 1


@pytest.mark.parametrize(
    ("forged", "harmless"),
    [
        ("[TELEFON_1]", "(TELEFON_1)"),
        ("[telefon_1]", "(telefon_1)"),
        ("[ TELEFON 1 ]", "( TELEFON 1 )"),
        ("[[TELEFON_1]]", "[(TELEFON_1)]"),
        ("\uff3bTELEFON_1\uff3d", "(TELEFON_1)"),
        ("[TELE\u200bFON_1]", "(TELE\u200bFON_1)"),
        ("[TELE[TELEFON_1]FON_1]", "[TELE(TELEFON_1)FON_1]"),
        ("[KUNDENNUMMER_99]\u200b", "(KUNDENNUMMER_99)\u200b"),
    ],
)
def test_a_typed_placeholder_is_none_any_more(forged: str, harmless: str) -> None:
    assert REDACTOR.redact(f"sag {forged} bitte").filled(()) == f"sag {harmless} bitte"


def test_square_brackets_around_other_words_stay() -> None:
    assert hidden("[sic] [1] [TELEFON]er") == "[sic] [1] (TELEFON)er"


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    redactor = Redactor(longest_text=20)
    assert redactor.redact("a" * 20).filled(()) == "a" * 20
    assert redactor.redact("a" * 21).filled(()) == "a" * 20 + CUT


def test_a_number_at_the_cut_is_not_left_in_half() -> None:
    redactor = Redactor(longest_text=20)
    text = "meine IBAN DE89 3704 0044 0532 0130 00 und noch viel mehr Text"
    assert redactor.redact(text).filled(["[IBAN_1]"]) == "meine IBAN [IBAN_1]" + CUT


def test_values_stay_out_of_what_python_prints() -> None:
    redacted = REDACTOR.redact("geheim, Kundennummer 10483920")
    assert "10483920" not in repr(redacted)
    assert "geheim" not in repr(redacted)


def test_a_text_cannot_be_filled_with_too_few_placeholders() -> None:
    redacted = REDACTOR.redact("Kundennummer 10483920")
    with pytest.raises(ValueError):
        redacted.filled(())


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_of_twenty_thousand_characters_takes_a_second(unit: str) -> None:
    for end in ("", "!", "@", " 5"):
        text = (unit * 20_000)[: 20_000 - len(end)] + end
        began = time.process_time()
        REDACTOR.redact(text)
        assert time.process_time() - began < 1.0


@given(st.text(max_size=300))
@settings(deadline=None)
def test_redaction_never_raises_and_loses_nothing(text: str) -> None:
    redacted = REDACTOR.redact(text)
    values = [finding.value for finding in redacted.findings]
    assert len(redacted.filled(values)) == len(text)
    for finding in redacted.findings:
        assert text[finding.start : finding.end] == finding.value


@given(st.text(alphabet="0123456789 +-/.()@abDEFKdefg[]_,\n\u200b", max_size=200))
@settings(deadline=None)
def test_redaction_never_raises_on_what_nearly_is_personal_data(text: str) -> None:
    redacted = REDACTOR.redact(text)
    assert len(redacted.filled([finding.value for finding in redacted.findings])) == len(text)


def digits_left(redacted: Redacted) -> list[str]:
    return re.findall(r"\d", "".join(redacted.pieces))


@given(spellings(ibans()), surroundings())
@settings(deadline=None)
def test_no_digit_of_an_iban_survives(iban: str, around: tuple[str, str]) -> None:
    redacted = REDACTOR.redact(iban.join(around))
    assert [finding.kind for finding in redacted.findings] == [PersonalKind.IBAN]
    assert digits_left(redacted) == []


@given(spellings(mobile_numbers()), surroundings())
@settings(deadline=None)
def test_no_digit_of_a_mobile_number_survives(number: str, around: tuple[str, str]) -> None:
    redacted = REDACTOR.redact(number.join(around))
    assert [finding.kind for finding in redacted.findings] == [PersonalKind.PHONE]
    assert digits_left(redacted) == []
