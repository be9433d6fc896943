"""Marks the words that a known format or name matches, for the reader of entities."""

import re

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.regex_featurizer import RegexFeaturizer
from rasa.shared.nlu.training_data.message import Message

from bot.components.sources import sources_fingerprint

MARKS = "pattern"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PatternMarks(RegexFeaturizer):
    """Rasa's featurizer, but for what it leaves behind: marks on words, and no more than that.

    Rasa 3.6.21 also notes on each word all patterns that do not match, and adds two matrices to
    each message that nothing here learns from. Going over all that again and again, for the keys
    of its training cache, takes longer than finding the matches.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, object]) -> str:
        """Return what else the training cache must look at (ENGINE trap 11)."""
        return sources_fingerprint()

    def _text_features_with_regex(self, message: Message, attribute: str) -> None:
        tokens = message.get(TOKENS_NAMES[attribute])
        if not tokens:
            return
        flags = 0 if self.case_sensitive else re.IGNORECASE
        for pattern in self.known_patterns or []:
            for match in re.finditer(pattern["pattern"], message.get(attribute), flags=flags):
                for token in tokens:
                    if token.start < match.end() and token.end > match.start():
                        token.set(MARKS, {**token.get(MARKS, {}), pattern["name"]: True})
        # Set anew, because a message remembers the fingerprint of what it was before.
        message.set(TOKENS_NAMES[attribute], tokens)
