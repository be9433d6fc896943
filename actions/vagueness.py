"""Words that could be about anything: "das Dings wieder", "wie immer halt"."""

import re

from actions.dates import plain

_WORD = re.compile(r"[^\W_]+")
# Particles, pronouns and all-purpose words; a message with any other word is about something, and
# one with "du" about the assistant.
_WHO_AND_WHAT = (
    "ich er sie es wir ihr mich sich uns euch mir ihm ihn ihnen man wer was wen wem das die "
    "der den dem des dies dieses diese dieser diesen da dazu davon damit dabei daran darum "
    "dafuer drum dran drauf drin ein eine einen einem einer mein meine meinen meinem meiner "
    "euer eure eurem ihre unser unsere alles etwas irgendwas irgendetwas jemand so sowas "
    "solche solches selbe selben gleiche gleichen dasselbe derselbe"
)
_THINGS = (
    "ding dinge dings dingens dingsbums dingsda teil sache sachen zeug zeugs kram geschichte "
    "thema fall anliegen angelegenheit zustand"
)
_HOW_AND_WHEN = (
    "wie immer wieder schon noch mal nochmal einmal nur halt eben eh ja nee nein doch also "
    "denn dann nun jetzt jetz neulich letztens vorhin damals frueher sonst auch genau "
    "ungefaehr irgendwie irgendwo irgendwann irgendwer einfach eigentlich wohl vielleicht "
    "vllt gar ganz weit ueblich uebliche uebliches ueblichen bekannt bekannte bekanntlich "
    "erneut mehr weniger gestern heute weiter andauernd dauernd staendig jedes letzte letztes "
    "letzten hier dort gerade grad bloss leider wegen von vom zu zum zur mit um auf an am in "
    "im fuer bei ueber nach aus ob wenn als und oder aber weil dass"
)
_VERBS = (
    "ist isch is war waer waere sind hab habe haben hat hatte hatten wird wurde werden gibt "
    "gibts geht ging gehe passt passiert kommt macht machen mach tun tut laeuft klappt stimmt "
    "weiss weisst wisst wissen kenn kennt kennst kennen sag sage sagt gesagt meint meinst "
    "nehmen will wollte moechte soll kann koennt koennen muss brauche brauch brauchen dreht"
)
_MANNERS = (
    "nicht nich net ned nix nichts kein keine keinen anders besser schlimm bloed komisch "
    "seltsam merkwuerdig na naja ach aeh aehm oehm hm hmm tja joa jo okay ok oke moin hallo "
    "hi hey tach bitte danke"
)
_EMPTY = frozenset(" ".join((_WHO_AND_WHAT, _THINGS, _HOW_AND_WHEN, _VERBS, _MANNERS)).split())
MOST_WORDS = 12


def is_vague(text: str) -> bool:
    """Whether a message names nothing at all that it could be about. Numbers name something."""
    words = _WORD.findall(plain(text))
    return 0 < len(words) <= MOST_WORDS and all(word in _EMPTY for word in words)
