"""The command line: `run` everything on one machine, or `serve` one of our processes alone."""

import argparse
import sys

from gateway.settings import SettingsError

PROCESSES = ("gateway", "worker", "desk", "keeper")


def main() -> int:
    """Do what the command line says; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gateway", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="set up what is missing and run all processes")
    serve = commands.add_parser("serve", help="run one process; settings from the environment")
    serve.add_argument("process", choices=PROCESSES)
    arguments = parser.parse_args()
    try:
        if arguments.command == "run":
            from gateway.run import run_all

            return run_all()
        from gateway.serve import serve_process

        return serve_process(arguments.process)
    except SettingsError as error:
        print(f"Settings: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
