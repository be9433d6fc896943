"""Finds entities by conditional random fields that are kept as they were trained."""

import shutil
from collections import OrderedDict
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.crf_entity_extractor import CRFEntityExtractor, CRFToken
from sklearn_crfsuite import CRF

from bot.components.sources import sources_fingerprint

ORDER = "order.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityReader(CRFEntityExtractor):
    """Rasa's extractor, but for how it is kept.

    Rasa 3.6.21 keeps the training examples and trains anew whenever a model is loaded, which for
    10,000 examples makes each start of an engine most of a minute longer. Here the model file of
    CRFsuite is kept: it holds numbers and names only, so that loading it runs no code.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what else the training cache must look at (ENGINE trap 11)."""
        return sources_fingerprint()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "EntityReader":
        """Return a trained extractor; one that has learnt nothing if there were no entities."""
        try:
            with model_storage.read_from(resource) as folder:
                order = rasa.shared.utils.io.read_json_file(folder / ORDER)
                taggers = OrderedDict((tag, _loaded(folder / _file(tag))) for tag in order)
        except ValueError:  # nothing was kept
            return cls(config, model_storage, resource)
        reader = cls(config, model_storage, resource, taggers)
        reader.crf_order = order
        return reader

    def persist(self, dataset: list[list[CRFToken]]) -> None:
        """Keep the trained taggers; the examples are not needed any more."""
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / ORDER, self.crf_order)
            for tag, tagger in (self.entity_taggers or {}).items():
                shutil.copyfile(tagger.modelfile.name, folder / _file(tag))


def _file(tag: str) -> str:
    return f"{tag}.crfsuite"


def _loaded(file: Path) -> CRF:
    """Return the tagger of a CRFsuite model, which is copied: Rasa unpacks to a passing folder."""
    tagger = CRF(keep_tempfiles=False)
    tagger.modelfile.refresh()
    shutil.copyfile(file, tagger.modelfile.name)
    return tagger
