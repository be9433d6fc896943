"""Reads the assistant's content for a training, without reading the same thing again and again."""

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.needs import need_examples


class _Reader(RasaYAMLReader):
    """Reads examples without checking them against Rasa's schema.

    That parses every file once more with a parser of pure Python and takes two thirds of a minute
    for 10,000 examples; `studio/examples.py` has read and checked them before a training.
    """

    def validate(self, string: str) -> None:
        """Take it as it is."""


class ContentImporter(RasaFileImporter):
    """Rasa's own importer; each kind of content is read once, and what needs a person besides."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        paths = training_data_paths or []
        self._folders = [paths] if isinstance(paths, str) else paths

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return all training examples; Rasa asks in two languages, and both times means these."""
        return self._examples()

    @cached_method
    def _examples(self) -> TrainingData:
        read = [_Reader().read(file) for file in sorted(self._nlu_files)]
        examples = [each for data in read for each in data.training_examples]
        for data in read:
            # Rasa would copy and hash all of them to merge what was read.
            data.training_examples = []
        rest = TrainingData().merge(*read)
        return TrainingData(
            training_examples=[*examples, *need_examples(self._folders)],
            entity_synonyms=rest.entity_synonyms,
            regex_features=rest.regex_features,
            lookup_tables=rest.lookup_tables,
            responses=rest.responses,
        )

    @cached_method
    def get_domain(self) -> Domain:
        """Return the domain of all its files."""
        return super().get_domain()
