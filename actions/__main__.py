"""Start the action server."""

from actions.app import build_app
from actions.settings import Settings
from chassis.app import serve
from chassis.settings import read_settings


def main() -> None:
    """Run until told to stop."""
    settings = read_settings(Settings)
    serve(build_app(settings), host=settings.host, port=settings.port)


if __name__ == "__main__":
    main()
