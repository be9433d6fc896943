"""Reads how angry a message sounds, 0 to 3, as editors have labelled the examples."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.components.anger_signs import LEVELS, cheapest, signs
from bot.components.examples import ANGER, anger_of, learnt_rows, rows_of, text_of
from bot.components.linear import by_feature, product
from bot.components.sources import sources_fingerprint
from bot.components.wording import Wording

# How close to the best is close enough, as the slope of the mean error. Ten thousand times closer
# takes twice as long, and examples held back are read no better.
CLOSE = 7e-5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class AngerReader(GraphComponent):
    """Learns anger from `metadata: {anger: n}` of the examples, in the same training run.

    Sets `anger`, and `anger_chances`: the probability of each level.
    """

    NUMBERS = "anger.npz"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may override."""
        return {"softness": 4.0, "signs": 0.7}

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
    ) -> "AngerReader":
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
    ) -> "AngerReader":
        """Return a trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._wording = Wording.kept(folder)
            with np.load(folder / cls.NUMBERS) as numbers:
                component._weights = by_feature(numbers["weights"])
                component._shift = numbers["shift"]
                component._levels = numbers["levels"]
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._wording: Wording | None = None
        # Features by levels.
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._shift = np.zeros(0)
        self._levels = np.zeros(0, dtype=int)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples; one without a label is calm."""
        examples = [each for each in training_data.intent_examples if text_of(each)]
        self._wording, rows = learnt_rows(examples)
        levels = np.array([anger_of(each) for each in examples])
        if len(set(levels)) > 2:
            machine = LogisticRegression(
                C=self._config["softness"],
                # It looks at the sum of all errors.
                tol=CLOSE * len(examples),
                max_iter=300,
                random_state=1,
            )
            machine.fit(self._with_signs(rows, examples).astype(np.float32), levels)
            self._weights = by_feature(machine.coef_)
            self._shift, self._levels = machine.intercept_, machine.classes_
        with self._model_storage.write_to(self._resource) as folder:
            self._wording.keep(folder)
            np.savez_compressed(
                folder / self.NUMBERS,
                weights=self._weights.T,
                shift=self._shift,
                levels=self._levels,
            )
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are: nothing after this learns from anger."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the anger of messages; an assistant taught by calm examples alone sets none."""
        for message in messages:
            if len(self._levels) and text_of(message).strip():
                chances = self._chances(message)
                message.set(ANGER, cheapest(chances), add_to_output=True)
                rounded = [round(float(chance), 4) for chance in chances]
                message.set("anger_chances", rounded, add_to_output=True)
        return messages

    def _chances(self, message: Message) -> np.ndarray:
        (margins,) = product(self._rows([message]), self._weights) + self._shift
        powers = np.exp(margins - margins.max())
        chances = np.zeros(LEVELS)
        chances[self._levels] = powers / powers.sum()
        return chances

    def _rows(self, messages: list[Message]) -> csr_matrix:
        if self._wording is None:
            raise RuntimeError("This reader was never trained.")
        return self._with_signs(rows_of(messages, self._wording), messages)

    def _with_signs(self, rows: csr_matrix, messages: list[Message]) -> csr_matrix:
        shown = np.array([signs(text_of(each)) for each in messages]) * self._config["signs"]
        return hstack([rows, csr_matrix(shown)]).tocsr()
