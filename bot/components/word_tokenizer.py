"""Splits messages into words that the keys of the training cache can be made of quickly."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer

from bot.components.sources import sources_fingerprint


class Word(Token):
    """Rasa's token, but for its fingerprint.

    Rasa 3.6.21 hashes each part of a token and then all of them, again after each step of the
    pipeline that changes a message. Here the parts stand for themselves: the message's own
    fingerprint hashes them anyway.
    """

    def fingerprint(self) -> str:
        """Return what differs for words that differ in anything."""
        return repr((self.text, self.start, self.end, self.lemma, sorted(self.data.items())))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class WordTokenizer(WhitespaceTokenizer):
    """Rasa's tokenizer, but for what it makes: words."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, object]) -> str:
        """Return what else the training cache must look at (ENGINE trap 11)."""
        return sources_fingerprint()

    @staticmethod
    def _convert_words_to_tokens(words: list[str], text: str) -> list[Token]:
        tokens = WhitespaceTokenizer._convert_words_to_tokens(words, text)
        return [Word(token.text, token.start) for token in tokens]
