"""Gives the classifier the meaning of a whole message: the encoder's vector as dense feature."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoder_client import (
    EncoderClient,
    EncoderMismatchError,
    EncoderModel,
)

DEFAULT_URL = "http://127.0.0.1:8004"
TRAINED_WITH = "encoder.json"
# Seconds one batch may take while training, when nobody waits for an answer.
TRAINING_TIMEOUT = 60.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector of each message's text, from the encoder service.

    Vectors of another model look the same and mean nothing. So the fingerprint of the encoder's
    model is kept with the trained assistant; loading it, and every request, insists on that model
    and fails with a clear sentence otherwise.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may override."""
        return {
            **DenseFeaturizer.get_default_config(),
            # Where the encoder is; None: the environment's ENCODER_URL, else DEFAULT_URL.
            "url": None,
            # Seconds a message may wait for its vector.
            "timeout": 5.0,
            # How many vectors this process remembers (1.5 kB each at 384 dimensions).
            "cache_entries": 2_000,
            # Length of the vectors. Counts of words and character n-grams have a length of about
            # 11 for a short sentence; a vector of length 1 beside them would hardly be heard,
            # one of 10 drowns them: 5 was the best of 5, 10 and 15 in cross-validation.
            "scale": 5.0,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages whose versions are part of the training cache's key."""
        return ["requests", "numpy"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse numbers that cannot work."""
        for key in ("timeout", "cache_entries", "scale"):
            if config[key] <= 0:
                raise InvalidConfigException(f"EncoderFeaturizer: `{key}` must be above zero.")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what else the training cache must look at: our sources, the encoder's model.

        The engine's own key covers the source of this class only, so a changed helper or another
        encoder would be served stale features from the cache.
        """
        sources = hashlib.sha256()
        for path in sorted(Path(__file__).parent.glob("*.py")):
            sources.update(path.name.encode() + b"\0" + path.read_bytes())
        # With a warm training cache the engine passes the bare configuration, without defaults.
        complete = {**cls.get_default_config(), **config}
        running = _client(complete, timeout=TRAINING_TIMEOUT).model()
        return f"{sources.hexdigest()} {running.fingerprint}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EncoderFeaturizer":
        """Return a component that has yet to be trained."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "EncoderFeaturizer":
        """Return a trained component, if the encoder it was trained with is the one that runs.

        Raises:
            EncoderMismatchError: Another model runs.
            EncoderUnavailableError: No encoder answers.
        """
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / TRAINED_WITH).read_text(encoding="utf-8"))
        component = cls(config, execution_context.node_name, model_storage, resource)
        component._trained_with = EncoderModel(**kept)
        component._check_running()
        return component

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._client = _client(config, timeout=config["timeout"])
        self._trained_with: EncoderModel | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn nothing but which model the encoder has, and keep that with the assistant."""
        running = self._client.model()
        with self._model_storage.write_to(self._resource) as folder:
            kept = {"fingerprint": running.fingerprint, "dimensions": running.dimensions}
            (folder / TRAINED_WITH).write_text(json.dumps(kept), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all examples, many to a request."""
        patient = _client(self._config, timeout=TRAINING_TIMEOUT)
        self._add_features(training_data.training_examples, client=patient)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to messages as they come.

        Raises:
            EncoderMismatchError: The encoder was replaced by one with another model.
            EncoderUnavailableError: The encoder does not answer in time.
        """
        self._add_features(messages, client=self._client)
        return messages

    def _add_features(self, messages: list[Message], *, client: EncoderClient) -> None:
        told = [message for message in messages if (message.get(TEXT) or "").strip()]
        if not told:
            return
        if self._trained_with is None:
            raise EncoderMismatchError("This assistant was never trained with an encoder.")
        texts = [message.get(TEXT) for message in told]
        vectors = client.encode(texts, expected=self._trained_with) * np.float32(
            self._config["scale"]
        )
        for message, vector in zip(told, vectors, strict=True):
            features = Features(
                vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier
            )
            message.add_features(features)

    def _check_running(self) -> None:
        running = self._client.model()
        if running != self._trained_with:
            raise EncoderMismatchError(
                f"The assistant was trained with the encoder model "
                f"{self._trained_with.fingerprint}, but {running.fingerprint} is running."
            )


def _client(config: dict[str, Any], *, timeout: float) -> EncoderClient:
    url = config["url"] or os.environ.get("ENCODER_URL") or DEFAULT_URL
    return EncoderClient(url, timeout=timeout, cache_entries=config["cache_entries"])
