"""Reads the assistant's content for a training, without reading the same thing again and again."""

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class _Reader(RasaYAMLReader):
    """Reads examples without checking them against Rasa's schema.

    That parses every file once more with a parser of pure Python and takes two thirds of a minute
    for 10,000 examples; `studio/examples.py` has read and checked them before a training.
    """

    def validate(self, string: str) -> None:
        """Take it as it is."""


class ContentImporter(RasaFileImporter):
    """Rasa's own importer; each kind of content is read once."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return all training examples."""
        read = [_Reader().read(file, language=language) for file in sorted(self._nlu_files)]
        return TrainingData().merge(*read)

    @cached_method
    def get_domain(self) -> Domain:
        """Return the domain of all its files."""
        return super().get_domain()
