"""A small assistant of its own to train: four intents, one rule each, our featurizer."""

import shutil
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ENGINE_PYTHON = REPOSITORY / "bot" / ".venv" / "bin" / "python"

NLU = """
    version: "3.1"
    nlu:
    - intent: gruessen
      examples:
      - text: Moin
      - text: Hallo ihr Lieben
      - text: Guten Morgen zusammen
      - text: Schönen guten Tag
    - intent: preis_erfragen
      examples:
      - text: Was kostet der [Kombi](tarif)?
      - text: 'Wie viel zahle ich für [das Paket]{"entity": "tarif", "value": "paket"}?'
      - text: Nennen Sie mir bitte den Preis
      - text: Ist das teuer?
        metadata: {anger: 1}
    - intent: ausfall_melden
      examples: |
        - Bei mir geht seit gestern gar nichts mehr
        - Die Leitung ist tot
        - Kein Netz in der ganzen Straße
        - Das Internet ist schon wieder weg
    - intent: danken
      examples: |
        - Vielen Dank
        - Danke für die schnelle Hilfe
        - Lieben Dank euch
        - Das war nett, danke
"""
DOMAIN = """
    version: "3.1"
    intents: [gruessen, preis_erfragen, ausfall_melden, danken]
    entities: [tarif]
    responses:
      utter_verstanden:
      - text: Verstanden.
"""
RULES = """
    version: "3.1"
    rules:
    - rule: Auf alles eine Antwort
      steps:
      - intent: gruessen
      - action: utter_verstanden
"""
CONFIG = """
    recipe: default.v1
    assistant_id: sample
    language: de
    pipeline:
    - name: WhitespaceTokenizer
    - name: CountVectorsFeaturizer
    - name: CountVectorsFeaturizer
      analyzer: char_wb
      min_ngram: 2
      max_ngram: 4
    - name: bot.components.encoder_featurizer.EncoderFeaturizer
    - name: LogisticRegressionClassifier
    policies:
    - name: RulePolicy
"""

# Stands in for the engine's interpreter where only the trainer is looked at: it writes down what it
# was called with and in which environment, and does what the file `behaviour` beside it says.
STAND_IN = """\
    #!/bin/sh
    here=$(dirname "$0")
    echo "$@" >> "$here/calls"
    env > "$here/environment"
    while [ $# -gt 0 ]; do
      case "$1" in --out) out="$2" ;; --fixed-model-name) name="$2" ;; esac
      shift
    done
    case "$(cat "$here/behaviour")" in
      works) mkdir -p "$out" && date +%N > "$out/$name.tar.gz" ;;
      fails) echo "YamlException: line 3 is wrong" >&2; exit 1 ;;
      makes-nothing) echo "nothing to do" ;;
      hangs) sleep 300 & echo $! > "$here/grandchild"; wait ;;
    esac
"""

# Stands in for our interpreter: a "tuning" that copies its examples, an "encoder" that only says
# which model it has. What the file `encoder` beside it says makes one of them fail.
OWN_STAND_IN = """\
    #!{python}
    import hashlib, http.server, json, pathlib, sys, time
    here = pathlib.Path(__file__).parent
    behaviour, module = (here / "encoder").read_text(), sys.argv[2]
    settings = json.load(sys.stdin)
    with (here / "calls").open("a") as calls:
        print(module, file=calls)
    if behaviour == module:
        sys.exit("It is broken.")
    if module == "encoder.tune":
        print(json.dumps({{"done": 1, "of": 2, "seconds_left": 0.5}}), flush=True)
        print("A library has a word to say")
        target = pathlib.Path(settings["output_dir"])
        target.mkdir(parents=True)
        (target / "weights").write_bytes(pathlib.Path(settings["examples"]).read_bytes())
        time.sleep(0.5)
        sys.exit()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            weights = pathlib.Path(settings["model_dir"], "weights").read_bytes()
            body = json.dumps({{"model": hashlib.sha256(weights).hexdigest()[:16]}}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer((settings["host"], settings["port"]), Answer)
    (here / "encoder_url").write_text(f"http://{{settings['host']}}:{{settings['port']}}")
    server.serve_forever()
"""


def write_sample(root: Path) -> Path:
    """Write the assistant to `root`, with the components of the real one."""
    files = {
        "data/nlu/sample.yml": NLU,
        "data/rules/sample.yml": RULES,
        "bot/domain/sample.yml": DOMAIN,
        "config.yml": CONFIG,
    }
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    shutil.copy(REPOSITORY / "bot" / "__init__.py", root / "bot")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "bot" / "components", root / "bot" / "components", ignore=ignored)
    return root


@dataclass(frozen=True)
class StandIns:
    """Programs that take the place of the engine's and our own interpreter."""

    engine: Path
    own: Path

    def behave(self, *, engine: str = "works", encoder: str = "works") -> None:
        """Say how the engine (see STAND_IN) behaves, and which module of the encoder breaks."""
        (self.engine.parent / "behaviour").write_text(engine)
        (self.own.parent / "encoder").write_text(encoder)

    def calls(self) -> list[str]:
        """Which modules of ours were run, and how the engine was."""
        called = []
        for program in (self.own, self.engine):
            path = program.parent / "calls"
            called += path.read_text().splitlines() if path.exists() else []
        return called


def write_stand_ins(folder: Path) -> StandIns:
    """Write both programs; they work until told otherwise."""
    stand_ins = StandIns(
        engine=_program(folder / "engine", STAND_IN),
        own=_program(folder / "own", OWN_STAND_IN.format(python=sys.executable)),
    )
    stand_ins.behave()
    return stand_ins


def _program(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    program = folder / "python"
    program.write_text(textwrap.dedent(text), encoding="utf-8")
    program.chmod(0o755)
    return program
