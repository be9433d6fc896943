"""Words that nobody writes to a company who is content with it: anger without a loud voice.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

from conversation.escalation.patterns import any_of

_OUTRAGE = any_of(
    r"\bekelhaft\w*|\bwiderlich\w*|\bunversch[aä]mt\w*|\bfrechheit\w*|\bzumutung\w*",
    r"\bunter aller (?:sau|kanone)\b|\bunverfroren\w*|\bbodenlos\w*"
    r"|\bdreist(?:e|er|es|en|igkeit)?\b",
    r"\bverarsch\w*|\bveräppel\w*|\bverhohnepipel\w*|\bfür (?:dumm|blöd|doof) verkauf\w*",
    r"\babzock\w*|\bbetrüger\w*|\blügner\w*|\bverbrecher\w*|\b(?:an|be)gelogen\b|\bbetrogen\b",
    r"\b(?:sau|drecks|scheiß|scheiss|mist)(?:laden|verein|firma|bude|haufen)\b|\bpenner\b",
    r"\bunfähig\w*|\binkompeten\w*|\bamateur(?:e|haft)\b|\bdilettant\w*|\bversager\b",
    r"\bschäm(?:t|en sie) (?:euch|sich)\b|\barmutszeugnis\b|\bunterirdisch\w*"
    r"|\bkundenverachtend\w*",
    r"\b(?:mir|uns) reicht'?s?\b"
    r"|\b(?:die )?(?:nase|schnauze|faxen) (?:gestrichen )?(?:voll|dicke)\b",
    r"\bgeduld (?:ist|war) (?:\w+ )?(?:am ende|zu ende|vorbei)\b"
    r"|\bkeine geduld mehr\b|\bhals voll\b",
    r"\bnie wieder (?:\w+ ){0,2}(?:fördekom|foerdekom|euch|ihnen)\b|\bsteckt euch\b|\bzum kotzen\b",
    r"\bganz großes kino\b|\bvertrauen (?:\w+ ){0,2}(?:verspielt|verloren)\b",
)


def outraged(text: str) -> bool:
    """Say whether a message is worded by somebody who is past annoyance."""
    return _OUTRAGE.search(text) is not None
