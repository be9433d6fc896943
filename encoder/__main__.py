"""Starts the encoder: settings on standard input, ready once its model is in memory."""

import sys

from chassis.app import serve
from chassis.settings import read_settings
from encoder.app import EncoderSettings, create_encoder_app
from encoder.errors import UnusableModelError
from encoder.model import load_model

MODEL_UNUSABLE = 4


def main() -> None:
    """Load the model, then serve until told to stop.

    Ends with one plain sentence and status 4 if the model cannot be used.
    """
    settings = read_settings(EncoderSettings)
    try:
        model = load_model(settings.model_dir, threads=settings.threads)
    except UnusableModelError as error:
        print(error, file=sys.stderr)
        raise SystemExit(MODEL_UNUSABLE) from None
    serve(create_encoder_app(model, settings), host=settings.host, port=settings.port)


if __name__ == "__main__":
    main()
