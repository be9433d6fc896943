"""Start the fake world: `python -m tests.world`, settings as JSON on standard input."""

import sys

from chassis.app import serve
from chassis.logs import configure_logging
from chassis.settings import read_settings
from tests.world.app import NAME, build_app
from tests.world.settings import WorldSettings

SPECIFICATION_MISSING = 4


def main() -> None:
    """Run until told to stop; ends with one plain sentence without X's specification."""
    settings = read_settings(WorldSettings)
    configure_logging(NAME)
    try:
        app = build_app(settings)
    except FileNotFoundError as error:
        print(f"{NAME}: X's specification is missing: {error.filename}.", file=sys.stderr)
        raise SystemExit(SPECIFICATION_MISSING) from None
    serve(app, host=settings.host, port=settings.port)


if __name__ == "__main__":
    main()
