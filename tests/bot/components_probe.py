"""Runs inside the engine's interpreter: our components beside those of Rasa that they replace.

Takes texts as JSON on standard input, and answers with one line that starts with `=>`.
"""

import copy
import json
import sys
import tempfile
from pathlib import Path

from pycrfsuite import ItemSequence
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.crf_entity_extractor import CRFEntityExtractor
from rasa.nlu.featurizers.sparse_featurizer.regex_featurizer import RegexFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.entity_reader import EntityReader
from bot.components.pattern_marks import PatternMarks
from bot.components.word_tokenizer import WordTokenizer
from bot.importer import ContentImporter

PATTERNS = [
    {"name": "postal_code", "pattern": r"\b\d{5}\b"},
    {"name": "city", "pattern": r"(\bkiel\b|\bbad segeberg\b)"},
]
CONTENT = {
    "one.yml": """
        version: "3.1"
        nlu:
        - intent: greet
          examples: |
            - moin
            - moin
            - hallo
        - regex: postal_code
          examples: |
            - \\d{5}
    """,
    "two.yml": """
        version: "3.1"
        nlu:
        - intent: goodbye
          examples: |
            - tschüss
        - synonym: internet
          examples: |
            - wlan
        - lookup: city
          examples: |
            - Kiel
    """,
}
CONTEXT = ExecutionContext(GraphSchema({}), node_name="marks")


def read(texts, *, tokenizer, marker):
    """Return messages as the reader of entities gets them."""
    messages = [Message({TEXT: text}) for text in texts]
    tokenizer(tokenizer.get_default_config()).process(messages)
    config = {**marker.get_default_config(), "case_sensitive": False}
    patterns = copy.deepcopy(PATTERNS)
    return marker(config, None, None, CONTEXT, known_patterns=patterns).process(messages)


def learnt_from(reader, messages):
    """Return what CRFsuite gets of each word: names, and how much each counts."""
    config = reader.get_default_config()
    component = reader(config, None, None)
    words = [component._convert_to_crf_tokens(each) for each in messages]
    return [ItemSequence(reader._crf_tokens_to_features(each, config)).items() for each in words]


def fingerprints(text):
    """Return the fingerprints of a message before and after its words were marked."""
    (message,) = read([text], tokenizer=WordTokenizer, marker=PatternMarks)
    bare = Message({TEXT: text})
    WordTokenizer(WordTokenizer.get_default_config()).process([bare])
    return [bare.fingerprint(), message.fingerprint()]


def content():
    """Return what the importer reads of two files, and whether it does so once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, words in CONTENT.items():
            (Path(folder) / name).write_text(words, encoding="utf-8")
        importer = ContentImporter(training_data_paths=[folder])
        data = importer.get_nlu_data("de")
    return {
        "examples": [[each.get("intent"), each.get(TEXT)] for each in data.training_examples],
        "synonyms": data.entity_synonyms,
        "regexes": data.regex_features,
        "lookups": data.lookup_tables,
        "read once": importer.get_nlu_data("en") is data,
    }


def main():
    texts = json.load(sys.stdin)
    theirs = read(texts, tokenizer=WhitespaceTokenizer, marker=RegexFeaturizer)
    ours = read(texts, tokenizer=WordTokenizer, marker=PatternMarks)
    marks = [[word.get("pattern", {}) for word in each.get(TOKENS_NAMES[TEXT])] for each in ours]
    answer = {
        "theirs": learnt_from(CRFEntityExtractor, theirs),
        "ours": learnt_from(EntityReader, ours),
        "marks": marks,
        "content": content(),
        "fingerprints": [fingerprints(text) for text in texts],
    }
    print("=>" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
