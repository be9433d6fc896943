"""How a call of the Graph API can fail, each with what we then know."""

from datetime import timedelta

from connectors.facebook.problems import Problem


class GraphError(Exception):
    """A call of the Graph API did not succeed."""


class GraphRefusedError(GraphError):
    """Facebook answered with an error; `pause` is how long it wants us to be quiet."""

    def __init__(self, problem: Problem, *, pause: timedelta = timedelta(0)) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.pause = pause


class NotReachedError(GraphError):
    """Facebook was not reached: nothing was done."""


class NoAnswerError(GraphError):
    """Facebook was reached and did not answer in a way that can be used: perhaps it was done."""
