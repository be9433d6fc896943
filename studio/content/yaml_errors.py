"""Tells in German what a YAML parser found wrong, with what usually helps."""

from ruamel.yaml.error import MarkedYAMLError, YAMLError

# The first that the parser's words contain is taken.
_SENTENCES = (
    ("\\t", "Hier steht ein Tabulator; eingerückt wird mit Leerzeichen."),
    ("found unexpected end of stream", "Ein Anführungszeichen wird nicht geschlossen."),
    ("found unexpected document separator", "Ein Anführungszeichen wird nicht geschlossen."),
    ("unknown escape character", "Nach \\ steht Unbekanntes; ein \\ selbst schreibt man \\\\."),
    ("mapping values are not allowed", "Ein Satz mit Doppelpunkt gehört in Anführungszeichen."),
    ("cannot start any token", "Ein Satz mit solchem Anfang gehört in Anführungszeichen."),
    ("expected ',' or", "Eine Klammer wird nicht geschlossen, oder ein Komma fehlt."),
    ("could not find expected ':'", "Ein Doppelpunkt fehlt, oder die Einrückung stimmt nicht."),
    ("expected <block end>", "Die Einrückung passt nicht zu den Zeilen darüber, oder nach einem "
     "Anführungszeichen steht noch etwas."),
    ("did not find expected", "Die Einrückung passt nicht zu den Zeilen darüber."),
    ("duplicate key", "Hier steht derselbe Name zweimal."),
    ("undefined alias", "Ein Satz mit * am Anfang gehört in Anführungszeichen."),
    ("special characters are not allowed", "Hier steht ein unsichtbares Steuerzeichen."),
)  # fmt: skip
_OTHERWISE = "Diese Stelle ist kein lesbares YAML; stimmen Einrückung und Anführungszeichen?"


def sentence_of(error: YAMLError) -> str:
    """Return a sentence for editors. It repeats no content."""
    told = str(error)
    if isinstance(error, MarkedYAMLError):
        told = f"{error.context} {error.problem}"
    return next((sentence for words, sentence in _SENTENCES if words in told), _OTHERWISE)
