"""Sets up both virtual environments; a second run skips what is done. Standard library only.

Run by `make` with the machine's own Python. Ends with one plain sentence and a non-zero status if
something that is needed cannot be had.
"""

import glob
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAIN = os.path.join(ROOT, ".venv")
ENGINE = os.path.join(ROOT, "bot", ".venv")
MAIN_LOCK = os.path.join(ROOT, "requirements.lock")
ENGINE_LOCK = os.path.join(ROOT, "bot", "requirements.txt")
UV = "uv==0.13.9"
TORCH = "2.13.0"
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
OLDEST = (3, 11)
ENGINE_PYTHON_PLACES = (
    "~/.pyenv/versions/3.10.*/bin/python3.10",
    "/usr/bin/python3.10",
    "/usr/local/bin/python3.10",
    "/opt/python/3.10*/bin/python3.10",
    "/opt/homebrew/bin/python3.10",
)


class CannotPrepare(Exception):  # noqa: N818 - read as a sentence where it is raised
    """What is missing, in one sentence."""


def main():
    """Prepare both environments, or say what is missing."""
    try:
        if sys.version_info < OLDEST:
            version = platform.python_version()
            raise CannotPrepare(
                f"Lotse needs Python 3.11 or newer, and this is {version}. "
                "Run make with PYTHON=/path/to/python3.11."
            )
        prepare_main()
        prepare_engine()
    except CannotPrepare as error:
        print(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the command again to go on.", file=sys.stderr)
        return 130
    return 0


def prepare_main():
    """Create `.venv` with the locked packages and the CPU build of PyTorch."""
    stamp = fingerprint(MAIN_LOCK, TORCH + UV)
    if is_ready(MAIN, stamp):
        return
    step("Main environment (.venv): creating")
    run([sys.executable, "-m", "venv", "--clear", MAIN], "Python's venv module does not work here")
    pip = [os.path.join(MAIN, "bin", "python"), "-m", "pip", "install", "--quiet"]
    run([*pip, UV], "The package index cannot be reached")
    step("Main environment (.venv): PyTorch, CPU build (about 200 MB)")
    install_torch(pip)
    step("Main environment (.venv): locked packages")
    run(
        [*uv("pip", "install"), "-p", MAIN, "--no-deps", "--require-hashes", "-r", MAIN_LOCK],
        "The locked packages could not be installed",
    )
    mark_ready(MAIN, stamp)


def install_torch(pip):
    """Install PyTorch without CUDA: from where pip is told to look, else from PyTorch's index."""
    if sys.platform == "darwin":
        run([*pip, "--no-deps", "torch==" + TORCH], "PyTorch could not be installed")
        return
    wanted = "torch==" + TORCH + "+cpu"
    if succeeds([*pip, "--no-deps", wanted]):
        return
    run(
        [*pip, "--no-deps", "--index-url", TORCH_CPU_INDEX, wanted],
        f"The CPU build of PyTorch {TORCH} is neither in PIP_FIND_LINKS nor at {TORCH_CPU_INDEX}",
    )


def prepare_engine():
    """Create `bot/.venv`: Python 3.10 with Rasa's own old pins."""
    stamp = fingerprint(ENGINE_LOCK, "")
    if is_ready(ENGINE, stamp):
        return
    interpreter = engine_python()
    step("Engine environment (bot/.venv): creating with " + interpreter)
    run(
        [*uv("venv"), "--quiet", "--clear", "-p", interpreter, ENGINE], "uv cannot create bot/.venv"
    )
    step("Engine environment (bot/.venv): Rasa 3.6.21 with TensorFlow (about 2.5 GB on disk)")
    run(
        [*uv("pip", "install"), "-p", ENGINE, "--require-hashes", "-r", ENGINE_LOCK],
        "The engine's packages could not be installed",
    )
    mark_ready(ENGINE, stamp)


def engine_python():
    """Return a Python 3.10: named, found, or fetched by uv."""
    named = os.environ.get("ENGINE_PYTHON")
    if named:
        if not is_python_310(named):
            raise CannotPrepare(f"ENGINE_PYTHON is {named}, which is not a Python 3.10.")
        return named
    places = [shutil.which("python3.10") or ""]
    for pattern in ENGINE_PYTHON_PLACES:
        places += sorted(glob.glob(os.path.expanduser(pattern)))
    for place in places:
        if place and is_python_310(place):
            return place
    step("Engine environment: no Python 3.10 found, fetching one with uv")
    if succeeds([*uv("python", "install"), "3.10"]):
        return "3.10"
    raise CannotPrepare(
        "The engine (Rasa 3.6.21) needs Python 3.10, which is not on this machine and could not be "
        "fetched. Install it (for example: pyenv install 3.10) or set ENGINE_PYTHON to its path."
    )


def is_python_310(path):
    """Say whether `path` runs and is Python 3.10 with its venv parts."""
    check = "import sys, ssl; sys.exit(sys.version_info[:2] != (3, 10))"
    return succeeds([path, "-c", check])


def uv(*words):
    """Return the start of a uv command line, pip's index settings handed on."""
    return [os.path.join(MAIN, "bin", "uv"), *words]


def environment():
    """Return the environment for uv and pip: pip's index is uv's index."""
    values = dict(os.environ)
    if values.get("PIP_INDEX_URL"):
        values.setdefault("UV_DEFAULT_INDEX", values["PIP_INDEX_URL"])
    values["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    values.pop("VIRTUAL_ENV", None)
    return values


def run(command, sentence):
    """Run a command whose failure ends everything with `sentence`."""
    try:
        result = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    except OSError as error:
        raise CannotPrepare(f"{sentence}: {error.strerror}.") from None
    if result.returncode:
        raise CannotPrepare(sentence + " (see above).")


def succeeds(command):
    """Say whether a command ends well; its output does not matter."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), check=False, capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0


def fingerprint(lock, more):
    """Return what tells whether an environment belongs to a lock file."""
    with open(lock, "rb") as file:
        return hashlib.sha256(file.read() + more.encode() + sys.version.encode()).hexdigest()


def is_ready(folder, stamp):
    """Say whether `folder` was prepared for `stamp`."""
    path = os.path.join(folder, "prepared")
    if not os.path.exists(path):
        return False
    with open(path) as file:
        return file.read() == stamp


def mark_ready(folder, stamp):
    """Remember that `folder` is complete."""
    with open(os.path.join(folder, "prepared"), "w") as file:
        file.write(stamp)


def step(words):
    """Show what is being done, and since when."""
    print("[{}] {}".format(time.strftime("%H:%M:%S"), words), flush=True)


if __name__ == "__main__":
    sys.exit(main())
