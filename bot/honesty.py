"""Makes Rasa fail where it would go on in silence: a broken action ends the turn with an error.

Rasa 3.6.21 swallows an action's exception ("the actions events are lost", core/processor.py) and a
failing slot validation (core/actions/action.py), stops without a word after ten predictions, and
waits five minutes for its action server. A turn that fails here leaves the tracker as it was: Rasa
saves it only at the end, so that asking again is safe.
"""

import asyncio
from typing import Any

import aiohttp
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.wellformed import is_well_formed

ACTION_SECONDS = 15.0
REJECTED = 400
# On Python 3.10 this is not the built-in TimeoutError.
_TIMEOUT = asyncio.TimeoutError
_NO_ANSWER = (aiohttp.ClientError, _TIMEOUT, OSError, ValueError)


class TurnFailedError(Exception):
    """A turn broke off; the message names the part and holds no customer's words."""


class HonestEndpoint(EndpointConfig):
    """The action server's address; answers within `seconds` or raises TurnFailedError.

    That is none of the exceptions that Rasa expects of it, because those it would only log.
    """

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Call the action server. A rejection by an action (400) is Rasa's own business."""
        seconds = float(self.kwargs.get("seconds", ACTION_SECONDS))
        kwargs["timeout"] = aiohttp.ClientTimeout(total=seconds)
        try:
            return await super().request(*args, **kwargs)
        except ClientResponseError as error:
            if error.status == REJECTED:
                raise
            raise TurnFailedError(f"The action server answered {error.status}.") from None
        except _NO_ANSWER as error:
            name = type(error).__name__
            raise TurnFailedError(f"The action server did not answer: {name}.") from None


class _WatchedAction:
    """An action whose exception is kept for the processor, where Rasa would have swallowed it."""

    def __init__(self, action: Action) -> None:
        if isinstance(action, RemoteAction):
            action._validate_action_result = is_well_formed
        self._action = action
        self.error: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *args: Any, **kwargs: Any) -> list[Any]:
        try:
            return await self._action.run(*args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:  # noqa: BLE001 - re-raised by the processor
            self.error = error
            return []


class HonestProcessor(MessageProcessor):
    """Rasa's processor, but a turn in which anything failed raises."""

    @classmethod
    def adopt(cls, processor: MessageProcessor) -> "HonestProcessor":
        """Return an honest processor over the model that `processor` has loaded."""
        honest = cls.__new__(cls)
        vars(honest).update(vars(processor))
        honest.on_circuit_break = _refuse_endless_turn
        if processor.action_endpoint is not None:
            honest.action_endpoint = HonestEndpoint(**_address(processor.action_endpoint))
        return honest

    async def _run_action(self, action: Action, *args: Any, **kwargs: Any) -> bool:
        watched = _WatchedAction(action)
        goes_on = await super()._run_action(watched, *args, **kwargs)
        if isinstance(watched.error, TurnFailedError):
            raise watched.error
        if watched.error is not None:
            raise TurnFailedError(f"{action.name()} failed.") from watched.error
        return goes_on


def honest_processor(agent: Agent) -> HonestProcessor:
    """Return the agent's processor, made honest the first time it is asked for."""
    if not isinstance(agent.processor, HonestProcessor):
        agent.processor = HonestProcessor.adopt(agent.processor)
    return agent.processor


def forget_tracker(agent: Agent, sender: str) -> None:
    """Drop a stay's tracker from the memory of this process."""
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    if isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender, None)


def _refuse_endless_turn(*_: Any) -> None:
    raise TurnFailedError("The dialogue did not come to an end.")


def _address(endpoint: EndpointConfig) -> dict[str, Any]:
    return {
        "url": endpoint.url,
        "params": endpoint.params,
        "headers": endpoint.headers,
        "basic_auth": endpoint.basic_auth,
        "token": endpoint.token,
        "token_name": endpoint.token_name,
        "cafile": endpoint.cafile,
        **endpoint.kwargs,
    }
