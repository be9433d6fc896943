"""With real programs: a small assistant is trained, compared with the one before, and promoted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.database import open_database
from archive.migrate import migrate
from archive.recording import record
from gateway.clock import FixedClock
from gateway.comparing import Comparing
from gateway.models import CurrentModel
from gateway.processes import ENGINE_PYTHON
from gateway.secrets import completed
from gateway.settings import ROOT, read_settings
from studio.evaluation.comparison import BROKEN
from studio.evaluation.messages import HELD_OUT
from studio.models import load
from studio.present import decide
from studio.trainer import TrainerSettings, train
from studio.training.jobs import Jobs, State
from studio.training.promoting import promotion
from studio.training.running import Trainings
from studio.training.source import played_with, training_from
from studio.versions.git import Git
from tests.archive.events import START, said
from tests.studio.training.samples import TOMKE
from tests.studio.training.workshop import new_folder

MEASURED = (
    {"text": "Die Leitung ist seit gestern tot", "intent": "ausfall_melden", "anger": 1},
    {"text": "Kündigen will ich, sofort kündigen", "intent": "kuendigen", "anger": 2},
)
REASON = "Gegrüßt wird jetzt anders."
NEW_INTENT = """\
- intent: kuendigen
  examples: |
    - Ich will kündigen
    - Bitte kündigen Sie sofort
    - Kündigen, und zwar alles
    - Ich möchte sofort kündigen
"""
# As it goes until another answer is given.
TALKS = """\
version: "3.1"
stories:
- story: Somebody greets
  steps:
  - user: Moin
    intent: gruessen
  - action: utter_verstanden
"""


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_taught_intent_is_understood_by_the_candidate_only(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    programs = TrainerSettings(
        root=tmp_path / "root", engine_python=ENGINE_PYTHON, models_dir=tmp_path / "real"
    )
    old = train(programs)
    _teach(tmp_path / "root")
    folder.hand("add", ".")
    folder.hand("commit", "-qm", "Kündigen")
    environment = {
        "DATA_DIR": str(tmp_path / "var"),
        "MODELS_DIR": str(programs.models_dir),
        "CONTENT_DIR": str(tmp_path / "root"),
    }
    settings = read_settings(completed(environment, tmp_path / "var"))
    archive = open_database(settings.archive_url)
    await migrate(archive)
    await record(archive, [said(1, text="Sofort kündigen"), said(2, text="Vielen Dank")])
    held_out = tmp_path / "root" / HELD_OUT
    held_out.parent.mkdir(parents=True)
    held_out.write_text("".join(json.dumps(one) + "\n" for one in MEASURED))
    clock = FixedClock(START)
    # What is trained has no code of ours around it, what plays it needs that.
    playing = replace(programs, root=ROOT)
    jobs = Jobs(programs.models_dir)
    trainings = Trainings(
        jobs=jobs,
        train=training_from(Git(tmp_path / "root"), programs),
        compare=Comparing(settings, archive, clock, played_with(playing)).compare,
        load=lambda name: load(programs.models_dir, name),
        clock=clock,
    )
    commit = Git(tmp_path / "root").commit_of("HEAD")
    assert commit
    asked = jobs.ask(TOMKE, commit=commit, draft=False, at=START)
    await trainings.step()
    done = jobs.one(asked.id)
    comparison = jobs.comparison(asked.id)
    assert done
    assert (done.state, done.instead_of) == (State.DONE, old.name), done.failure
    assert comparison
    assert [one.intent for one in comparison.after] == ["ausfall_melden", "kuendigen"]
    assert [one.intent for one in comparison.before][1] != "kuendigen"
    assert comparison.lines == 2
    (broken,) = comparison.broken
    assert broken == "Somebody greets (test_sample.yml)"
    assert "kuendigen" in {one.after.intent for one in comparison.others}
    decision = promotion(jobs, done, programs.models_dir, asker=TOMKE, reason=REASON, at=START)
    assert decision.worse == (BROKEN,)
    decide(programs.models_dir, decision)
    present = CurrentModel(programs.models_dir).read()
    assert present
    assert present.name == done.model
    await archive.dispose()


def _teach(root: Path) -> None:
    talks = root / "tests" / "stories" / "test_sample.yml"
    talks.parent.mkdir(parents=True)
    talks.write_text(TALKS)
    examples = root / "data" / "nlu" / "sample.yml"
    examples.write_text(examples.read_text() + NEW_INTENT)
    domain = root / "bot" / "domain" / "sample.yml"
    told = domain.read_text().replace("danken]", "danken, kuendigen]")
    domain.write_text(told + "  utter_gegruesst:\n  - text: Moin.\n")
    rules = root / "data" / "rules" / "sample.yml"
    rules.write_text(rules.read_text().replace("utter_verstanden", "utter_gegruesst"))
