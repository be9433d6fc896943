"""Says what a message is about, and how sure that is."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.examples import learnt_rows, rows_of, text_of
from bot.components.linear import Linear
from bot.components.sources import sources_fingerprint
from bot.components.wording import Wording

NOTHING_SAID = {"name": None, "confidence": 0.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(IntentClassifier, GraphComponent):
    """Classifies by wording and, where a featurizer gave one, by the encoder's vector.

    Measured against Rasa's own classifiers in docs/measurements/understanding.md.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may override."""
        return {
            # How closely the examples are followed (the C of the support vector machine).
            "softness": 1.0,
            # How many intents are ranked.
            "ranked": 10,
            # What counts for more than its probability, by intent: to answer what is none of our
            # business is worse than to ask once more.
            "weights": {},
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
    ) -> "MeaningClassifier":
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
    ) -> "MeaningClassifier":
        """Return a trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._wording = Wording.kept(folder)
            component._linear = Linear.kept(folder)
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._wording: Wording | None = None
        self._linear: Linear | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all examples that have one."""
        examples = [each for each in training_data.intent_examples if text_of(each)]
        self._wording, rows = learnt_rows(examples)
        self._linear = Linear.learnt(
            rows,
            [each.get(INTENT) for each in examples],
            softness=self._config["softness"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._wording.keep(folder)
            self._linear.keep(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of messages."""
        for message in messages:
            ranking = self._ranking(message) if text_of(message).strip() else []
            best = ranking[0] if ranking else NOTHING_SAID
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if self._wording is None or self._linear is None:
            raise RuntimeError("This classifier was never trained.")
        (chances,) = self._linear.probabilities(rows_of([message], self._wording))
        weights = self._config["weights"]
        chances = chances * [weights.get(label, 1.0) for label in self._linear.labels]
        chances = chances / chances.sum()
        best_first = chances.argsort()[::-1][: self._config["ranked"]]
        return [
            {"name": self._linear.labels[place], "confidence": float(chances[place])}
            for place in best_first
        ]
