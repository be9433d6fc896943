"""A small assistant of its own for the whole system: trained in half a minute, easily misled."""

import json
import subprocess
import textwrap
from datetime import UTC, datetime
from pathlib import Path

from gateway.processes import ENGINE_PYTHON
from gateway.settings import ROOT
from studio.evaluation.messages import HELD_OUT
from studio.models import Model
from studio.present import Decision, decide
from studio.trainer import TrainerSettings, candidate
from studio.training.source import lay_out
from studio.versions.git import Git

# It knows parcels; of everything else that is on its way it has heard in the words of bills only.
NLU = """\
    version: "3.1"

    nlu:
    - intent: greet
      examples: |
        - Moin
        - Hallo ihr Lieben
        - Guten Morgen zusammen
        - Schönen guten Tag
        - Moin moin
        - Hallo Lotse
        - Guten Abend
    - intent: thank
      examples: |
        - Vielen Dank
        - Danke für die schnelle Hilfe
        - Lieben Dank euch
        - Das war nett, danke
        - Ich danke dir
        - Super, danke
        - Besten Dank
    - intent: ask_delivery
      examples:
      - text: "Wo bleibt mein Paket?"
      - text: "Kann ich mein Paket verfolgen?"
      - text: "Wo ist das Paket gerade?"
      - text: "Paketverfolgung bitte"
      - text: "Mein Paket sollte gestern da sein"
        metadata: {anger: 1}
      - text: "Seit Tagen kein Paket, was soll das?!"
        metadata: {anger: 2}
      - text: "Das Paket liegt beim Nachbarn"
    - intent: ask_bill
      examples:
      - text: "Habt ihr die Rechnung schon verschickt?"
      - text: "Wann kommt die neue Rechnung an?"
      - text: "Ist die Rechnung schon unterwegs?"
      - text: "Warum ist meine Rechnung so hoch?"
        metadata: {anger: 1}
      - text: "Erklärt mir mal die Rechnung"
      - text: "Wofür bucht ihr 20 Euro ab?"
        metadata: {anger: 1}
      - text: "Ihr zockt mich ab mit dieser Rechnung!"
        metadata: {anger: 3}
    - intent: end_contract
      examples:
      - text: "Ich will kündigen"
      - text: "Bitte kündigen Sie meinen Vertrag"
      - text: "Wie kündige ich?"
      - text: "Kündigung zum nächsten Termin"
      - text: "Mir reicht es, ich kündige!"
        metadata: {anger: 3}
      - text: "Ich widerrufe den Vertrag von gestern"
      - text: "Widerruf meiner Bestellung"
      - text: "Wie lange kann ich widerrufen?"
      - text: "Ich möchte den Kauf widerrufen"
    - intent: out_of_scope
      examples: |
        - Wie wird das Wetter?
        - Erzähl mir einen Witz
        - Wer hat gestern gewonnen?
        - Bestell mir eine Pizza
        - Was hältst du von Politik?
        - Sing mir ein Lied
        - Wie koche ich Labskaus?
"""
DOMAIN = """\
    version: "3.1"

    session_config:
      session_expiration_time: 0
      carry_over_slots_to_new_session: true

    intents:
    - greet
    - thank
    - ask_delivery
    - ask_bill
    - end_contract
    - out_of_scope

    responses:
      utter_greet:
      - text: "Moin! Womit kann ich helfen?"
      utter_thank:
      - text: "Gern geschehen."
      utter_delivery:
      - text: "Wo deine Sendung ist, steht in der Versandmail."
      utter_bill:
      - text: "Rechnungen stehen ab dem Dritten im Kundenkonto."
      utter_end_contract:
      - text: "Kündigen kannst du mit einem Monat Frist."
      utter_out_of_scope:
      - text: "Da kann ich nicht weiterhelfen."
      utter_not_understood:
      - text: "Das habe ich nicht verstanden."
      utter_default:
      - text: "Das habe ich nicht verstanden."
"""
RULES = """\
    version: "3.1"

    rules:
    - rule: A greeting is answered
      steps:
      - intent: greet
      - action: utter_greet
    - rule: Thanks are taken
      steps:
      - intent: thank
      - action: utter_thank
    - rule: A delivery is traced
      steps:
      - intent: ask_delivery
      - action: utter_delivery
    - rule: A bill is found
      steps:
      - intent: ask_bill
      - action: utter_bill
    - rule: An end is told
      steps:
      - intent: end_contract
      - action: utter_end_contract
    - rule: What is not ours is declined
      steps:
      - intent: out_of_scope
      - action: utter_out_of_scope
    - rule: What is not understood is said
      steps:
      - intent: nlu_fallback
      - action: utter_not_understood
"""
# Few as the examples are: messages by the thousand would make all the world call for a person.
NEEDS = """\
    needs:
    - need: wants_person
      examples: |
        - Holt mir bitte einen Menschen ans Telefon
        - Ich will mit einem Mitarbeiter sprechen
        - Gib mir jemanden Echtes
    - need: danger
      examples: |
        - Aus dem Kasten kommt Rauch
        - Hier riecht es nach Gas
        - Die Dose brennt
    - need: none
      examples: |
        - Der Router blinkt grün
        - Kommt der neue Router mit der Post?
        - Ist das Gerät schon bei euch raus?
        - Steht der Betrag auf der Rechnung?
        - Bis wann kann man widerrufen?
        - Wie wechselt man zu einem anderen Anbieter?
"""
STORIES = """\
    version: "3.1"

    stories:
    - story: Somebody greets and asks for a parcel
      steps:
      - user: "Moin"
        intent: greet
      - action: utter_greet
      - user: "Wo ist das Paket?"
        intent: ask_delivery
      - action: utter_delivery
"""
CONTENT = {
    "data/nlu/service.yml": NLU,
    "data/needs.yml": NEEDS,
    "bot/domain/service.yml": DOMAIN,
    "data/rules/service.yml": RULES,
    "tests/stories/test_service.yml": STORIES,
}
#: What it has to hear to know where routers are, each a line of the list of `ask_delivery`.
TAUGHT = (
    "wat is nu mit min neuen Router",
    "Wo bleibt mein Router?",
    "Ist der Router schon unterwegs?",
    "Wann kommt das neue Gerät?",
    "Der Router ist immer noch nicht da",
    "Habt ihr den Router schon losgeschickt?",
    "Kommt das Gerät mit der Post?",
)
MEASURED = (
    ("Tach zusammen", "greet"),
    ("Dank dir", "thank"),
    ("Mein Paket ist immer noch nicht da", "ask_delivery"),
    ("Ist der Router schon verschickt?", "ask_delivery"),
    ("Wieso ist die Rechnung diesmal höher?", "ask_bill"),
    ("Ich kündige hiermit", "end_contract"),
    ("Ich will den Vertrag kündigen", "end_contract"),
    ("Kennst du einen guten Witz?", "out_of_scope"),
)


def new_content(root: Path) -> Path:
    """Write a repository with the content and messages held out of it; return its folder."""
    write(root, CONTENT)
    lines = [json.dumps({"text": text, "intent": intent}) for text, intent in MEASURED]
    (root / HELD_OUT).parent.mkdir(parents=True, exist_ok=True)
    (root / HELD_OUT).write_text("\n".join(lines) + "\n")
    by_hand(root, "init", "-q", "-b", "main")
    by_hand(root, "add", ".")
    by_hand(root, "commit", "-qm", "Anfang")
    return root


def teach(root: Path) -> None:
    """Let it know of routers, as somebody does who edits and commits by hand."""
    above = '  - text: "Das Paket liegt beim Nachbarn"\n'
    taught = "".join(f'  - text: "{text}"\n' for text in TAUGHT)
    path = root / "data/nlu/service.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(above, above + taught), encoding="utf-8")
    by_hand(root, "commit", "-aqm", "Fragen nach dem Router")


def write(root: Path, files: dict[str, str]) -> None:
    """Write files as somebody does who edits by hand."""
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def by_hand(root: Path, *arguments: str) -> str:
    """Do something with git as somebody at the command line; return what it says."""
    options = ["-c", "user.name=Hand", "-c", "user.email=hand@foerdekom.example"]
    command = ["git", *options, *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def trained(root: Path, models_dir: Path) -> Model:
    """Train what is published at `root`, with the real programs, and let it be the present one."""
    git = Git(root)
    commit = git.commit_of("HEAD")
    assert commit
    models_dir.mkdir(exist_ok=True)
    inputs = lay_out(git, commit, code=ROOT, target=models_dir.parent / "inputs")
    settings = TrainerSettings(root=inputs, engine_python=ENGINE_PYTHON, models_dir=models_dir)
    model = candidate(settings)
    # Somebody has decided for it, so that `make run` does not train the usual content instead.
    decide(models_dir, Decision(model=model.name, at=datetime.now(UTC), by="hand", name="Hand"))
    return model
