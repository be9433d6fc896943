"""Runs every check in order, installs what the tests need, and says what was skipped and why."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = ROOT / ".venv" / "bin"
#: Debian packages that tests need, and the program that shows that they are there.
SYSTEM_PACKAGES = {
    "chromium": "chromium",
    "nodejs": "node",
    "npm": "npm",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
}


@dataclass(frozen=True)
class Step:
    """One check: what it is called and what is run."""

    name: str
    command: list[str]
    fast: bool = True


STEPS = (
    Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
    Step("lint", [str(BIN / "ruff"), "check", "."]),
    Step("types", [str(BIN / "mypy")]),
    Step("import rules", [str(BIN / "lint-imports")]),
    Step("training", [sys.executable, "-m", "studio.trainer"], fast=False),
    Step("tests", [sys.executable, "-m", "pytest", "-ra", "--durations=15"], fast=False),
)


def main() -> int:
    """Run the steps; return 0 if all hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="only what takes seconds")
    fast = parser.parse_args().fast
    if not fast:
        install_system_packages()
    failed = [step.name for step in STEPS if (step.fast or not fast) and not holds(step)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
        return 1
    print("\nAll checks hold.")
    return 0


def holds(step: Step) -> bool:
    """Run one step and say how long it took."""
    print(f"\n=== {step.name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, check=False)
    print(f"--- {step.name}: {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def install_system_packages() -> None:
    """Install the system packages that tests need, where this machine lets us.

    What cannot be had is said here; the tests that need it are skipped with that reason on a
    laptop, and fail in CI.
    """
    missing = [package for package, program in SYSTEM_PACKAGES.items() if not is_there(program)]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"Not installed, and not ours to install: {', '.join(missing)}.", file=sys.stderr)
        return
    print(f"Installing {', '.join(missing)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL, "check": False}
    subprocess.run([apt, "update", "-qq"], **quiet)
    subprocess.run([apt, "install", "-y", "-qq", "--no-install-recommends", *missing], **quiet)


def is_there(program: str) -> bool:
    """Say whether a program is on the path, or a file of that pattern exists."""
    if program.startswith("/"):
        return any(Path("/").glob(program.lstrip("/")))
    return shutil.which(program) is not None


if __name__ == "__main__":
    sys.exit(main())
