"""X's refusals in a sentence for the person who has to see to the customer now."""

from connectors.x.outcomes import NeedsPersonError
from connectors.x.problems import Problem

SENTENCES = {
    Problem.NOT_SUMMONED: "X lässt hier keine Antwort über die Schnittstelle zu: Der Verfasser hat "
    "uns nicht erwähnt. Bitte auf x.com selbst antworten.",
    Problem.NEEDS_APPROVAL: "X verlangt für automatische Antworten eine Genehmigung, die unserer "
    "App fehlt. Bitte selbst antworten.",
    Problem.DUPLICATE: "X lehnt denselben Text ein zweites Mal ab. Bitte anders formulieren.",
    Problem.GONE: "Der Beitrag ist gelöscht oder für uns nicht mehr zu sehen.",
    Problem.CLOSED: "Diese Person nimmt von uns keine Direktnachrichten an.",
    Problem.FORBIDDEN: "X erlaubt unserem Konto oder unserer App diese Antwort nicht.",
    Problem.INVALID: "X nimmt die Nachricht so nicht an.",
    Problem.UNAUTHORIZED: "Unser X-Konto ist nicht mehr verbunden. Danach erneut senden.",
    Problem.USAGE_CAPPED: "Das Guthaben bei X ist aufgebraucht. Danach erneut senden.",
    Problem.SERVER: "X war zu lange nicht zu erreichen. Bitte erneut senden.",
    Problem.TOO_MANY: "X nimmt gerade nichts an. Bitte später erneut senden.",
}


def needs_person(problem: Problem) -> NeedsPersonError:
    """Return the error that brings a refusal before a person."""
    return NeedsPersonError(problem.value, SENTENCES[problem])
