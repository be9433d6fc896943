"""Starts the encoder: settings on standard input, ready once its model is in memory."""

import sys

from chassis.app import serve
from chassis.logs import get_logger
from chassis.settings import read_settings
from encoder.app import EncoderSettings, create_encoder_app
from encoder.compiled import load_compiled
from encoder.errors import UnusableModelError
from encoder.model import SentenceModel, load_model

MODEL_UNUSABLE = 4


def main() -> None:
    """Load the model, then serve until told to stop.

    Ends with one plain sentence and status 4 if the model cannot be used.
    """
    settings = read_settings(EncoderSettings)
    try:
        model = _loaded(settings)
    except UnusableModelError as error:
        print(error, file=sys.stderr)
        raise SystemExit(MODEL_UNUSABLE) from None
    serve(create_encoder_app(model, settings), host=settings.host, port=settings.port)


def _loaded(settings: EncoderSettings) -> SentenceModel:
    """Return the model, compiled if it may be and can be, else as it is.

    Raises:
        UnusableModelError: It is missing, or cannot be loaded.
    """
    if settings.compiled_dir is not None:
        try:
            return load_compiled(
                settings.model_dir, threads=settings.threads, folder=settings.compiled_dir
            )
        except UnusableModelError as error:
            get_logger().warning("encoder_not_compiled", reason=str(error))
    return load_model(settings.model_dir, threads=settings.threads)


if __name__ == "__main__":
    main()
