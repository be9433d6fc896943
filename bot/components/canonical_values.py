"""Gives entities that have a fixed set of values one of these; leaves all others as written."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.extractors.entity_synonyms import EntitySynonymMapper
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CanonicalValues(EntitySynonymMapper):
    """Turns "WLAN" into the service "internet", and drops a service that is none of the four.

    Rasa's own mapper would also rewrite every other entity to how it happened to be spelled in the
    training data ("Husum" to "husum"), and a tariff's name to a service of the same word.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may override."""
        return {"entities": ["service"]}

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the synonyms of the training data, and each value as a synonym of itself."""
        learnt = training_data.entity_synonyms
        values = {value.lower(): value for value in learnt.values()}
        self.synonyms = {**values, **{words.lower(): value for words, value in learnt.items()}}
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrite or drop the entities this is about."""
        for message in messages:
            entities = [self._settled(entity) for entity in message.get(ENTITIES, [])]
            kept = [entity for entity in entities if entity is not None]
            message.set(ENTITIES, kept, add_to_output=True)
        return messages

    def _settled(self, entity: dict[str, Any]) -> dict[str, Any] | None:
        if entity["entity"] not in self._config["entities"]:
            return entity
        value = self.synonyms.get(str(entity["value"]).lower())
        return None if value is None else {**entity, "value": value}
