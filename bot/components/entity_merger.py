"""Leaves one entity for each stretch of text where several extractors found one."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

Entity = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityMerger(GraphComponent, EntityExtractorMixin):
    """Keeps, of entities that overlap, the one of the surest extractor, then the longest.

    Rasa reports each extractor's findings side by side, so that a postcode found by its format and
    by the trained model would count as two. Formats are surer than what was learnt from examples.
    """

    SUREST_FIRST = ("RegexEntityExtractor", "EntityReader")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityMerger":
        """Return a component; there is nothing to train or to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Thin out the entities of messages, in their order in the text."""
        for message in messages:
            found = message.get(ENTITIES)
            if found:
                message.set(ENTITIES, self._merged(found), add_to_output=True)
        return messages

    @classmethod
    def _merged(cls, found: list[Entity]) -> list[Entity]:
        kept: list[Entity] = []
        for entity in sorted(found, key=cls._rank):
            if not any(cls._overlap(entity, other) for other in kept):
                kept.append(entity)
        return sorted(kept, key=lambda entity: entity["start"])

    @classmethod
    def _rank(cls, entity: Entity) -> tuple[int, int]:
        surest, extractor = cls.SUREST_FIRST, entity.get("extractor")
        sure = surest.index(extractor) if extractor in surest else len(surest)
        return sure, entity["start"] - entity["end"]

    @staticmethod
    def _overlap(one: Entity, other: Entity) -> bool:
        return one["start"] < other["end"] and other["start"] < one["end"]
