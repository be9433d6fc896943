"""Finds entities by conditional random fields that are kept as they were trained."""

import shutil
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.crf_entity_extractor import (
    CRFEntityExtractor,
    CRFEntityExtractorOptions,
    CRFToken,
)
from rasa.shared.exceptions import InvalidConfigException
from sklearn_crfsuite import CRF

from bot.components.sources import sources_fingerprint

ORDER = "order.json"
DENSE = CRFEntityExtractorOptions.TEXT_DENSE_FEATURES


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityReader(CRFEntityExtractor):
    """Rasa's extractor, but for how it is kept, and for how it says what shows of a word.

    Rasa 3.6.21 keeps the training examples and trains anew whenever a model is loaded, which for
    10,000 examples makes each start of an engine most of a minute longer. Here the model file of
    CRFsuite is kept: it holds numbers and names only, so that loading it runs no code.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what else the training cache must look at (ENGINE trap 11)."""
        return sources_fingerprint()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse what cannot be said by names alone."""
        if any(DENSE in names for names in config[cls.CONFIG_FEATURES]):
            raise InvalidConfigException(f"EntityReader: `{DENSE.value}` is not read.")

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

    @classmethod
    def _crf_tokens_to_features(
        cls,
        crf_tokens: list[CRFToken],
        config: dict[str, Any],
        include_tag_features: bool = False,
    ) -> list[list[str]]:
        """Return for each word what shows of it and of the words around it.

        CRFsuite understands Rasa's dictionaries and these names alike; but Rasa also names what
        does not show, with the number 0, which teaches nothing and costs time.
        """
        more = [CRFEntityExtractorOptions.ENTITY] if include_tag_features else []
        window = config[cls.CONFIG_FEATURES]
        around = range(-(len(window) // 2), len(window) // 2 + 1)
        shown = [
            [list(_shown(token, prefix, [*names, *more])) for token in crf_tokens]
            for prefix, names in zip(around, window, strict=True)
        ]
        last = len(crf_tokens) - 1
        return [
            [
                name
                for steps, of_tokens in zip(around, shown, strict=True)
                for name in _at(of_tokens, place + steps, last)
            ]
            for place in range(len(crf_tokens))
        ]

    def persist(self, dataset: list[list[CRFToken]]) -> None:
        """Keep the trained taggers; the examples are not needed any more."""
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / ORDER, self.crf_order)
            for tag, tagger in (self.entity_taggers or {}).items():
                shutil.copyfile(tagger.modelfile.name, folder / _file(tag))


def _shown(token: CRFToken, prefix: int, names: list[str]) -> Iterator[str]:
    for name in names:
        value = CRFEntityExtractor.function_dict[CRFEntityExtractorOptions(name)](token)
        if isinstance(value, dict):
            yield from (f"{prefix}:{name}:{what}" for what, shows in value.items() if shows)
        elif isinstance(value, str):
            yield f"{prefix}:{name}:{value}"
        elif value:
            yield f"{prefix}:{name}"


def _at(of_tokens: list[list[str]], place: int, last: int) -> list[str]:
    if place < 0:
        return ["BOS"]
    return ["EOS"] if place > last else of_tokens[place]


def _file(tag: str) -> str:
    return f"{tag}.crfsuite"


def _loaded(file: Path) -> CRF:
    """Return the tagger of a CRFsuite model, which is copied: Rasa unpacks to a passing folder."""
    tagger = CRF(keep_tempfiles=False)
    tagger.modelfile.refresh()
    shutil.copyfile(file, tagger.modelfile.name)
    return tagger
