"""The command line: `run` everything, `serve` one process alone, or `check-channels`."""

import argparse
import sys

from gateway.settings import SettingsError

PROCESSES = ("gateway", "worker", "desk", "keeper", "webhooks", "trainer")


def main() -> int:
    """Do what the command line says; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gateway", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="set up what is missing and run all processes")
    run.add_argument("--world", action="store_true", help="with a fake X and Facebook")
    serve = commands.add_parser("serve", help="run one process; settings from the environment")
    serve.add_argument("process", choices=PROCESSES)
    commands.add_parser("check-channels", help="say whether X and Facebook are connected")
    arguments = parser.parse_args()
    try:
        if arguments.command == "run":
            from gateway.run import run_all

            return run_all(world=arguments.world)
        if arguments.command == "check-channels":
            from gateway.checking import check_channels

            return check_channels()
        from gateway.serve import serve_process

        return serve_process(arguments.process)
    except SettingsError as error:
        print(f"Settings: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
