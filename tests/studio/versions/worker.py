"""Works in a studio without end and says what is kept; to be killed in the middle of it."""

import sys
from itertools import count
from pathlib import Path

from studio.content.changes import Add, Edit
from studio.content.examples import Lesson
from tests.studio.versions.repository import ANNA, studio_at


def main(root: Path, name: str) -> None:
    studio = studio_at(root)
    studio.publishing.finish()
    for number in count():
        words = f"Satz {number} von {name}"
        version = studio.drafts.change(ANNA, Add(Lesson("greet", words, anger=number % 4)))
        print(words, flush=True)
        if number % 3 == 1:
            after = version.steps[0].after
            assert after is not None
            moved = Lesson("ask_bill", words, anger=after.anger)
            studio.drafts.change(ANNA, Edit(after.id, moved))
        if number % 2:
            studio.publishing.publish(ANNA)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
