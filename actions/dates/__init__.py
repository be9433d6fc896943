"""When somebody wants something: German wordings to days and hours, and the days we work."""

from actions.dates.hours import Hours, hours_in
from actions.dates.spelling import plain
from actions.dates.wishes import Wish, delay_in, wish_in
from actions.dates.workdays import Obstacle, next_workday, obstacle

__all__ = [
    "Hours",
    "Obstacle",
    "Wish",
    "delay_in",
    "hours_in",
    "next_workday",
    "obstacle",
    "plain",
    "wish_in",
]
