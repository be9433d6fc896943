"""Progress grows as a bar on a terminal and stays readable in a log."""

import io

from studio.progress import Progress, ProgressPrinter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_bar_for_each_step() -> None:
    output = Terminal()
    printer = ProgressPrinter(output)
    printer(Progress(step="Tuning", done=1, of=2, seconds_left=7.6))
    printer(Progress(step="Tuning", done=2, of=2, seconds_left=0))
    printer(Progress(step="Training", done=0, of=4))
    printer.close()
    first, second = output.getvalue().strip().split("\n")
    assert first.endswith("█" * 24 + " Tuning: 2 of 2")
    assert "█" * 12 + "░" * 12 + " Tuning: 1 of 2, about 8 s left" in first
    assert second.endswith("░" * 24 + " Training: 0 of 4")


def test_a_log_gets_the_ends_of_each_step_and_not_every_moment() -> None:
    output = io.StringIO()
    printer = ProgressPrinter(output)
    for done in range(101):
        printer(Progress(step="Tuning", done=done, of=100, seconds_left=100 - done))
    printer.close()
    assert output.getvalue() == "Tuning: 0 of 100, about 100 s left\nTuning: 100 of 100\n"
