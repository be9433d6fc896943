"""Lengths and links exactly as X counts and makes them."""

import json
import sys

import pytest
from ruamel.yaml import YAML

from connectors.x.lengths import MOST, is_valid, links_in, weighted_length
from connectors.x.links import accidental_links, meant_links, without_accidental_links
from tests.x.shared import fixture

# The file's other groups test the counting of before 2018 (140 characters, emoji by code points),
# and the validity of names and lists, which nothing here needs.
GROUPS = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")


def test_every_case_of_twitter_texts_conformance_suite_counts_as_x_does():
    tests = YAML(typ="safe").load(fixture("twitter-text-validate.yml"))["tests"]
    cases = [case for group in GROUPS for case in tests[group]]
    assert len(cases) == 24
    wrong = [
        case["description"]
        for case in cases
        if weighted_length(case["text"]) != case["expected"]["weightedLength"]
        or is_valid(case["text"]) != case["expected"]["valid"]
    ]
    assert wrong == []


def test_the_weights_are_those_of_xs_current_configuration():
    current = json.loads(fixture("twitter-text-config-v3.json"))
    assert current["maxWeightedTweetLength"] == MOST
    assert weighted_length("https://a.example.org/" + "x" * 300) == current["transformedURLLength"]
    for part in current["ranges"]:
        inside = chr(part["end"] if part["end"] != 4351 else 0x41)
        assert weighted_length(f"a{inside}") == 2
        assert weighted_length(f"a{chr(part['end'] + 1)}") == 3


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("für größere Straßen", 19),
        ("„Zitat“", 7),
        ("–", 1),
        ("€", 2),
        ("…", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("日本語", 6),
        ("Danke.Es geht", 28),
        ("Hilfe.Im Anhang", 30),
        ("prüfen.De", 23),
        ("gelöst.Ist", 23),
    ],
)
def test_lengths_measured_before_still_hold(text, length):
    assert weighted_length(text) == length


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Danke.Es geht", "Danke. Es geht"),
        ("Hilfe.Im Anhang", "Hilfe. Im Anhang"),
        ("Bitte prüfen.De facto ja", "Bitte prüfen. De facto ja"),
        ("Gelöst.Ist alles gut?", "Gelöst. Ist alles gut?"),
        ("Gut.Danke.Es geht", "Gut. Danke. Es geht"),
        ("es ist gelöst.ist alles gut?", "es ist gelöst. ist alles gut?"),
        ("Erst.Am Montag, dann.Im Mai", "Erst. Am Montag, dann. Im Mai"),
    ],
)
def test_a_forgotten_space_is_put_in_so_that_no_link_comes_of_it(text, mended):
    assert accidental_links(text)
    assert without_accidental_links(text) == mended
    assert links_in(mended) == []


@pytest.mark.parametrize(
    "text",
    ["z.B. so", "info@bank.de", "Siehe foerdekom.de", "https://foerdekom.de/Hilfe", "Foerdekom.De"],
)
def test_what_is_meant_stays_as_it_is(text):
    assert without_accidental_links(text, own_domains=("foerdekom.de",)) == text


def test_meant_and_accidental_links_are_told_apart():
    text = "Gelöst.Es steht auf foerdekom.de."
    assert [link.text for link in meant_links(text)] == ["foerdekom.de"]
    assert [link.text for link in accidental_links(text)] == ["Gelöst.Es"]


def test_counting_leaves_no_stand_in_module_behind():
    assert getattr(sys.modules.get("pkg_resources", sys), "resource_string", None) is None or (
        sys.modules["pkg_resources"].__file__
    )
