"""Plots as arithmetic: where a value stands, and what is written at the axes."""

import pytest

from archive.reports.drawing import BOTTOM, HEIGHT, LEFT, TOP, Series, bars, lines, rows
from archive.reports.formats import Kind, exported, shown

GROUND = HEIGHT - BOTTOM


def whole(value: float) -> str:
    return f"{value:g}"


def test_bars_stand_on_each_other_and_below_the_highest_rule() -> None:
    chart = bars(["a", "b"], [Series("two", [1, 0]), Series("one", [3, 2])], words=whole)
    first, second, third = chart.bars
    assert [rule.words for rule in chart.rules] == ["0", "1", "2", "3", "4"]
    assert first.y + first.height == pytest.approx(GROUND)
    assert second.y + second.height == pytest.approx(first.y)
    assert (second.y, third.y) == (TOP, pytest.approx((GROUND + TOP) / 2))
    assert first.x > LEFT


def test_a_line_is_broken_where_there_is_nothing_to_say() -> None:
    chart = lines(["a", "b", "c"], [Series("one", [1.0, None, 0.5])], words=whole, most=1.0)
    (path,) = chart.paths
    assert len(path.points) == 2
    assert [dot.y for dot in path.dots] == [TOP, pytest.approx((GROUND + TOP) / 2)]


def test_the_benchmark_stands_where_its_value_would() -> None:
    chart = lines(["a"], [Series("one", [0.97])], words=whole, least=0.8, most=1.0, benchmark=0.97)
    assert chart.benchmark is not None
    assert chart.benchmark.y == chart.paths[0].dots[0].y


def test_of_many_labels_only_some_are_written() -> None:
    chart = bars([str(day) for day in range(60)], [Series("one", [1.0] * 60)], words=whole)
    assert len(chart.labels) == 8


def test_nothing_at_all_can_be_drawn() -> None:
    assert lines([], [Series("one", [])], words=whole).paths[0].points == ()
    assert bars(["a"], [Series("one", [0.0])], words=whole).bars == ()
    assert rows([], [], words=whole).rows == ()


def test_the_longest_lying_bar_fills_its_room() -> None:
    first, second = rows(["a", "b"], [10, 5], words=whole).rows
    assert second.width == pytest.approx(first.width / 2, abs=0.1)


@pytest.mark.parametrize(
    ("value", "kind", "page", "file"),
    [
        (1234, Kind.COUNT, "1.234", "1234"),
        (0.9781, Kind.SHARE, "97,8 %", "97,8"),
        (40, Kind.SPAN, "40 s", "0,7"),
        (754, Kind.SPAN, "12 min", "12,6"),
        (4830, Kind.SPAN, "1:20 h", "80,5"),
        (None, Kind.SHARE, "–", ""),
        ("=cmd()", Kind.WORDS, "=cmd()", "'=cmd()"),
    ],
)
def test_figures_are_written_as_germans_read_them(
    value: float | None, kind: Kind, page: str, file: str
) -> None:
    assert (shown(value, kind), exported(value, kind)) == (page, file)
