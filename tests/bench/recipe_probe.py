"""Runs inside the engine's interpreter: trains one pipeline and asks it about messages.

Takes one JSON object on standard input; the answer is one line that starts with `=>`, because the
engine itself also writes to the output.
"""

import asyncio
import json
import sys
import time

import rasa.model_training
import rasa.utils.train_utils
from rasa.core.agent import Agent


def end_in_time(seconds, epochs):
    """Let DIET end its training after the epoch in which `seconds` are over; count its epochs."""
    from tensorflow.keras.callbacks import Callback

    class Ending(Callback):
        def on_train_begin(self, logs=None):
            self.latest = time.monotonic() + seconds

        def on_epoch_end(self, epoch, logs=None):
            epochs.append(epoch)
            if time.monotonic() > self.latest:
                self.model.stop_training = True

    usual = rasa.utils.train_utils.create_common_callbacks
    rasa.utils.train_utils.create_common_callbacks = lambda *given: [*usual(*given), Ending()]


async def predictions(agent, texts):
    """Return what the assistant makes of each text, and how many milliseconds that took."""
    made = []
    for text in texts:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        milliseconds = (time.perf_counter() - started) * 1000
        ranking = parsed.get("intent_ranking") or [{"name": "", "confidence": 0.0}]
        (best, *_) = [each for each in ranking if each["name"] != "nlu_fallback"]
        made.append(
            {
                "intent": best["name"],
                "confidence": best["confidence"],
                "entities": [(each["entity"], str(each["value"])) for each in parsed["entities"]],
                "milliseconds": milliseconds,
            }
        )
    return made


def main():
    wanted, epochs = json.load(sys.stdin), []
    end_in_time(wanted["seconds"], epochs)
    started = time.monotonic()
    model = rasa.model_training.train_nlu(wanted["config"], wanted["data"], wanted["out"])
    seconds = time.monotonic() - started
    agent = Agent.load(model)
    asyncio.run(predictions(agent, wanted["texts"][:20]))
    answer = {
        "seconds": round(seconds, 1),
        "epochs": len(epochs),
        "predictions": asyncio.run(predictions(agent, wanted["texts"])),
    }
    print("=>" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
