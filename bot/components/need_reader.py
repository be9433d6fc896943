"""Reads whether a message shows that a person is needed, and for what, as editors have labelled."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.examples import anger_of, need_of, rows_of, text_of
from bot.components.needs import NONE, Needs
from bot.components.sources import sources_fingerprint
from bot.components.wording import Wording

FURY = "fury"
ANNOYED, FURIOUS = 2, 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NeedReader(GraphComponent):
    """Learns from `data/needs.yml`, and from all examples what their intent and anger say.

    Sets `needs`: the probability of each; what is left to one is that nobody is needed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may override."""
        return {
            "softness": 4.0,
            # What one labelled message counts beside one of which only the intent says something.
            "labelled": 5.0,
            # Intents that need a person whatever is said, by what they need one for.
            "intents": {},
            # Intents that say nothing about it.
            "silent": [],
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages whose versions are part of the training cache's key."""
        return ["sklearn", "scipy", "numpy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what else the training cache must look at (ENGINE trap 11)."""
        return sources_fingerprint()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NeedReader":
        """Return a component that has yet to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "NeedReader":
        """Return a trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._wording = Wording.kept(folder)
            component._learnt = Needs.kept(folder)
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._wording: Wording | None = None
        self._learnt: Needs | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all messages of which anything is known."""
        examples, labels = self._told(training_data.training_examples)
        self._wording = Wording.learnt([text_of(each) for each in examples])
        self._learnt = Needs.learnt(
            rows_of(examples, self._wording),
            labels,
            [self._config["labelled"] if need_of(each) else 1.0 for each in examples],
            softness=self._config["softness"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._wording.keep(folder)
            self._learnt.keep(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are: nothing after this learns from needs."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the needs of messages; an assistant that was taught none sets none."""
        for message in messages:
            if text_of(message).strip() and (needs := self._read(message)):
                message.set("needs", needs, add_to_output=True)
        return messages

    def _read(self, message: Message) -> dict[str, float]:
        if self._wording is None or self._learnt is None:
            raise RuntimeError("This reader was never trained.")
        (chances,) = self._learnt.chances(rows_of([message], self._wording))
        return {need: round(chance, 4) for need, chance in chances.items()}

    def _told(self, messages: list[Message]) -> tuple[list[Message], list[str]]:
        """Return the messages of which anything is known, with that: a label, else a guess."""
        labelled = {text_of(each) for each in messages if need_of(each)}
        told = [
            (each, known)
            for each in messages
            if (need_of(each) or text_of(each) not in labelled) and (known := self._known(each))
        ]
        return [each for each, _ in told], [known for _, known in told]

    def _known(self, example: Message) -> str | None:
        """Return what is known of the need that an example shows, NONE: nobody is needed."""
        if not text_of(example):
            return None
        labelled, intent, anger = need_of(example), example.get(INTENT), anger_of(example)
        if labelled or not intent:
            return labelled
        if intent in self._config["intents"]:
            return str(self._config["intents"][intent])
        if anger >= FURIOUS:
            return FURY
        return None if intent in self._config["silent"] or anger >= ANNOYED else NONE
