"""Ids and signals survive being written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.holds import Hold, Owner
from conversation.identity import AgentId, Channel, ConversationId
from conversation.signals import Reason, Signal, signal_from_wire, signal_to_wire


@given(st.sampled_from(Channel), st.text("aß:/%€ 9", min_size=1), st.text("b:#", min_size=1))
def test_a_conversation_id_can_be_read_back(channel: Channel, thread: str, customer: str) -> None:
    id = ConversationId(channel, thread=thread, customer=customer)
    assert ConversationId.parse(str(id)) == id


@pytest.mark.parametrize("text", ["", "webchat", "webchat:a", "fax:a:b", "webchat::b", "a:b:c:d"])
def test_what_is_no_conversation_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ConversationId.parse(text)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_signal_can_be_read_back(reason: Reason) -> None:
    signal = Signal(reason, "Möchte einen Menschen.")
    assert signal_from_wire(signal_to_wire(signal)) == signal


def test_other_custom_messages_carry_no_signal() -> None:
    assert signal_from_wire({"chips": [1]}) is None


@pytest.mark.parametrize("custom", [{"signal": "now"}, {"signal": {"reason": "bored"}}])
def test_a_malformed_signal_is_refused(custom: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        signal_from_wire(custom)


def test_an_agents_hold_names_the_agent_and_no_other_does() -> None:
    with pytest.raises(ValueError, match="agent"):
        Hold(Owner.AGENT, 1)
    with pytest.raises(ValueError, match="agent"):
        Hold(Owner.QUEUE, 1, agent=AgentId("jana"))
