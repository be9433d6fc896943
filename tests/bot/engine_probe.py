"""Runs inside the engine's interpreter: loads an assistant and does what lines of input ask for.

Each line is a JSON list, a command and its arguments; each answer is a JSON line that starts with
`=>`, because the engine itself also writes to the output.
"""

import asyncio
import json
import sys

from rasa.core.agent import Agent

from bot.components.encoder_featurizer import EncoderFeaturizer


class Probe:
    """The commands."""

    def __init__(self):
        self.agent = None

    def load(self, model):
        self.agent = Agent.load(model)
        return "loaded"

    def parse(self, text):
        parsed = asyncio.run(self.agent.parse_message(text))
        return {**parsed["intent"], "ranking": len(parsed["intent_ranking"])}

    def addon(self):
        return EncoderFeaturizer.fingerprint_addon(EncoderFeaturizer.get_default_config())

    def columns(self):
        """How many features the classifier was trained on, and how many of them are counts."""
        nodes = self.agent.processor.graph_runner._instantiated_nodes
        components = [node._component for node in nodes.values()]
        (classifier,) = [each for each in components if hasattr(each, "clf")]
        counters = [each for each in components if hasattr(each, "vectorizers")]
        counts = sum(len(each.vectorizers["text"].vocabulary_) for each in counters)
        return {"all": classifier.clf.n_features_in_, "counts": counts}


def main():
    probe = Probe()
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(probe, command)(*arguments)}
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answer = {"error": type(error).__name__, "words": str(error)}
        print("=>" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
