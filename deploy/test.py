"""Runs every check, installs what the tests need, and says what was skipped and why.

The assistant is trained, and then tested, beside all that does without it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = ROOT / ".venv" / "bin"
#: How many of its last lines are repeated of a failed check that names no test.
LAST_WORDS = 10
#: Debian packages that tests need, and the program that shows that they are there.
SYSTEM_PACKAGES = {
    "chromium": "chromium",
    "nodejs": "node",
    "npm": "npm",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
}


@dataclass(frozen=True)
class Step:
    """One check: what it is called and what is run; `needed` for all that comes after it."""

    name: str
    command: list[str]
    needed: bool = False


@dataclass(frozen=True)
class Failure:
    """A check that did not hold, and what it said of it."""

    step: str
    reasons: list[str]


FAST = (
    Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
    Step("lint", [str(BIN / "ruff"), "check", "."]),
    Step("types", [str(BIN / "mypy")]),
    Step("import rules", [str(BIN / "lint-imports")]),
)
PYTEST = [sys.executable, "-m", "pytest", "-ra", "--durations=15"]
# Two at once, because a test waits as often as it works; a file's tests share what they set up.
BESIDE = ["-n", "2", "--dist", "loadfile"]
CODE = (*FAST, Step("tests of the code", [*PYTEST, *BESIDE, "-m", "not assistant and not long"]))
# Without an assistant there is nothing to test.
ASSISTANT = (
    Step("training", [sys.executable, "-m", "studio.trainer"], needed=True),
    Step("tests of the assistant", [*PYTEST, "-m", "assistant and not long"]),
)


def main() -> int:
    """Run the steps; return 0 if all hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="only what takes seconds")
    if parser.parse_args().fast:
        failed = failing(FAST)
    else:
        install_system_packages()
        with ThreadPoolExecutor() as beside:
            lanes = list(beside.map(failing, (CODE, ASSISTANT)))
        failed = [name for lane in lanes for name in lane]
    if failed:
        # Again at the end, where it is found: two lanes speak at once above.
        for failure in failed:
            print(f"\nFailed: {failure.step}", *failure.reasons, sep="\n  ", file=sys.stderr)
        return 1
    print("\nAll checks hold.")
    return 0


def failing(steps: Sequence[Step]) -> list[Failure]:
    """Run steps in order; return those that do not hold."""
    failed = []
    for step in steps:
        failure = failure_of(step)
        if failure is not None:
            failed.append(failure)
            if step.needed:
                break
    return failed


def failure_of(step: Step) -> Failure | None:
    """Run one step, pass on what it says under its name, and say how long it took."""
    started = time.monotonic()
    reasons: list[str] = []
    last: deque[str] = deque(maxlen=LAST_WORDS)
    with subprocess.Popen(
        step.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout is not None
        for line in map(str.rstrip, running.stdout):
            print(f"{step.name} | {line}", flush=True)
            last.append(line)
            if line.startswith(("FAILED ", "ERROR ")):
                reasons.append(line)
    print(f"--- {step.name}: {time.monotonic() - started:.0f} s", flush=True)
    if running.returncode == 0:
        return None
    return Failure(step.name, reasons or list(last))


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
