"""The scripts can be read, are enough, of both kinds, and the unseen ones are other ones."""

from collections import Counter
from pathlib import Path

from tests.escalation.due import due_of
from tests.play.reading import read_scripts
from tests.play.script import Channel, Reason, Script

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data" / "nlu"
STOCK_PHRASE = 24


def scripts(*, unseen: bool) -> tuple[Script, ...]:
    return read_scripts(sorted((HERE / "unseen" if unseen else HERE).glob("*.yml")))


def test_there_are_enough_and_half_of_them_must_be_handed_over() -> None:
    for some, fewest in ((scripts(unseen=False), 180), (scripts(unseen=True), 75)):
        must = [due.must for script in some if (due := due_of(script))]
        assert len(must) == len(some) >= fewest
        assert abs(2 * sum(must) - len(must)) <= 0.1 * len(must)


def test_all_channels_and_all_reasons_are_there() -> None:
    everything = (*scripts(unseen=False), *scripts(unseen=True))
    channels = Counter(script.channel for script in everything)
    assert min(channels[channel] for channel in Channel) >= 15
    reasons = {due.reason for script in everything if (due := due_of(script)) and due.must}
    assert reasons == {reason.value for reason in Reason}


def test_each_script_has_a_name_of_its_own_and_says_why() -> None:
    everything = (*scripts(unseen=False), *scripts(unseen=True))
    assert len({script.id for script in everything}) == len(everything)
    assert all(script.title and script.why for script in everything)


def test_nothing_unseen_is_said_in_the_other_scripts_or_in_the_examples() -> None:
    """Stock phrases apart, which everybody says."""
    unseen = {turn.customer.casefold() for script in scripts(unseen=True) for turn in script.turns}
    seen = {turn.customer.casefold() for script in scripts(unseen=False) for turn in script.turns}
    examples = "\n".join(path.read_text() for path in sorted(DATA.glob("*.yml"))).casefold()
    telling = {line for line in unseen if len(line) > STOCK_PHRASE}
    assert not telling & seen
    assert [line for line in telling if line in examples] == []


def test_where_it_is_due_in_the_first_turns_a_later_one_can_be_told_from_never() -> None:
    """A handoff that comes late can be seen only if the customer goes on after it was due."""
    due = [(script, due_of(script)) for script in scripts(unseen=False)]
    ends = [
        script.id for script, each in due if each and each.must and each.latest == len(script.turns)
    ]
    assert ends == ["down-einfache-frage"]
