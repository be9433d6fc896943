"""Runs every check, installs what the tests need, and says what was skipped and why.

The assistant is trained, and then tested, beside all that does without it. What failed while
others ran beside it is run once more alone; what holds then stops nothing and is named at the end
(docs/decisions/0015).
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
#: So many failed tests are run once more; more than that is no chance.
AT_MOST_AGAIN = 3
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
    #: What runs once more, alone, just those of its tests that failed.
    again: list[str] | None = None


@dataclass(frozen=True)
class Failure:
    """A check that did not hold, and what it said of it."""

    step: Step
    reasons: list[str]
    of_tests: bool = False


FAST = (
    Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
    Step("lint", [str(BIN / "ruff"), "check", "."]),
    Step("types", [str(BIN / "mypy")]),
    Step("import rules", [str(BIN / "lint-imports")]),
)
PYTEST = [sys.executable, "-m", "pytest", "-ra", "--durations=15"]
# Two at once, because a test waits as often as it works; a file's tests share what they set up.
BESIDE = ["-n", "2", "--dist", "loadfile"]


def tests(name: str, marks: str, *beside: str) -> Step:
    """Return the tests of these marks; what failed is kept apart from other runs' failures."""
    kept = ["-o", f"cache_dir=.pytest_cache/{marks.replace(' ', '-')}", "-m", marks]
    failed_ones = ["--last-failed", "--last-failed-no-failures", "none"]
    return Step(name, [*PYTEST, *kept, *beside], again=[*PYTEST, *kept, *failed_ones])


CODE = (*FAST, tests("tests of the code", "not assistant and not long", *BESIDE))
# Without an assistant there is nothing to test.
ASSISTANT = (
    Step("training", [sys.executable, "-m", "studio.trainer"], needed=True),
    tests("tests of the assistant", "assistant and not long"),
)


def main() -> int:
    """Run the steps; return 0 if all hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="only what takes seconds")
    if parser.parse_args().fast:
        failed, unsteady = failing(FAST), []
    else:
        install_system_packages()
        with ThreadPoolExecutor() as beside:
            lanes = list(beside.map(failing, (CODE, ASSISTANT)))
        failed, unsteady = run_again([failure for lane in lanes for failure in lane])
    # At the end, where it is found: two lanes speak at once above.
    tell("Failed, and held when run again alone: a race to be found", unsteady)
    if failed:
        tell("Failed", failed)
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


def run_again(failures: list[Failure]) -> tuple[list[Failure], list[Failure]]:
    """Run a few failed tests once more; return what fails still, and what held this time."""
    failed, unsteady = [], []
    for failure in failures:
        step, count = failure.step, len(failure.reasons)
        if step.again is None or count > AT_MOST_AGAIN or not failure.of_tests:
            failed.append(failure)
        elif (still := failure_of(Step(f"{step.name}, again", step.again))) is None:
            unsteady.append(failure)
        else:
            failed.append(Failure(step, [*failure.reasons, *still.reasons]))
    return failed, unsteady


def tell(what: str, failures: list[Failure]) -> None:
    """Repeat what failed, and why."""
    for failure in failures:
        print(f"\n{what}: {failure.step.name}", *failure.reasons, sep="\n  ", file=sys.stderr)


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
            if line.startswith(("FAILED tests/", "ERROR tests/")):
                reasons.append(line)
    print(f"--- {step.name}: {time.monotonic() - started:.0f} s", flush=True)
    if running.returncode == 0:
        return None
    return Failure(step, reasons or list(last), of_tests=bool(reasons))


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
