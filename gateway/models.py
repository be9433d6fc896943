"""The assistant that is to run: which model, and the encoder it was trained with."""

from pathlib import Path

from chassis.logs import get_logger
from studio.errors import DamagedModelError, NoModelError
from studio.models import Model, load_current
from studio.present import POINTER


class CurrentModel:
    """Reads the pointer to the current model; its files are checked once for each change."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir
        self._pointer = models_dir / POINTER
        self._seen: bytes | None = None
        self._model: Model | None = None

    def read(self) -> Model | None:
        """Return the current model; the one before if the new one is damaged; None without any."""
        try:
            pointer = self._pointer.read_bytes()
        except FileNotFoundError:
            return None
        if pointer != self._seen:
            self._seen = pointer
            try:
                self._model = load_current(self._folder)
            except (DamagedModelError, NoModelError) as error:
                get_logger().error("model_refused", exc_info=error)
        return self._model
