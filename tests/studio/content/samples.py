"""A small assistant's content, written in all the ways that the real one uses."""

import textwrap

from studio.content.content import Content

GREETING = textwrap.dedent(
    """\
    # Hallo und tschüs.
    version: "3.1"

    nlu:
    # Wie man sich begrüßt.
    - intent: greet
      examples:
      - text: "moin"
      # Aus dem Chat.
      - text: "Guten Tag aus [Kiel](city)"
      - text: 'na, "du"?'   # frech
        metadata: {anger: 1, source: chat}

    # Wie man geht.
    - intent: goodbye
      examples:
      - text: "tschüs"
      - text: "BIS NIE!"
        metadata: {anger: 2}
      - text: "Auf Wiedersehen"
    """
)
BILLING = textwrap.dedent(
    """\
    nlu:
    - intent: ask_bill
      examples: |
        - was kostet das
        - Wofür sind die [9,99 €](amount)?

    - lookup: city
      examples: |
        - Kiel
        - Bad Segeberg
    - regex: amount
      examples: |
        - \\d+(,\\d+)? ?€
    """
)
DOMAIN = textwrap.dedent(
    """\
    version: "3.1"
    intents:
    - greet  # zuerst
    - goodbye:
        use_entities: []
    # Rechnungen.
    - ask_bill
    entities: [city, amount]
    """
)
ANSWERS = textwrap.dedent(
    """\
    # Was gesagt wird.
    responses:
      utter_bill:
      - text: "Deine Rechnung für {month}:\\n{items}"   # kurz
      - text: "Ihre Rechnung für {month}:\\n{items}"
        condition: &sie
        - type: slot
          name: address_form
          value: sie
      utter_no_bill:
      - text: >-
          Ich finde noch keine Rechnung
          von dir.
        # Für alle, die gesiezt werden.
      - text: |
          Ich finde noch keine Rechnung

          von Ihnen.

        condition: *sie
        buttons:
        - title: Menschen dazuholen
          payload: /affirm
      utter_private:
      - text: Schreib uns.
        channel: x_public

    actions:
    - action_bill
    """
)
FILES = {
    "data/nlu/greeting.yml": GREETING,
    "data/nlu/billing.yml": BILLING,
    "bot/domain/all.yml": DOMAIN,
    "bot/domain/answers.yml": ANSWERS,
}


def content(**other: str) -> Content:
    """Return the sample content, with other text for files named by their first word."""
    files = dict(FILES)
    for name, text in other.items():
        path = next(path for path in files if name in path)
        files[path] = text
    return Content(files)
