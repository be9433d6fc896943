"""What agents do with conversations, whether by the pages or as programs."""

from dataclasses import dataclass

from conversation.public_words import PublicWords
from handoff.console.acting import Acting
from handoff.console.attaching import Attaching
from handoff.console.case_acting import CaseActing
from handoff.console.laying import Laying
from handoff.console.noting import Noting
from handoff.console.parts import ConsoleParts
from handoff.console.passing import Passing
from handoff.console.private_replying import PrivateReplying
from handoff.console.ready_texts import ReadyTexts
from handoff.console.repairing import Repairing
from staff.frame import Staff


@dataclass(frozen=True, slots=True)
class ActingSide:
    """One object for each kind of act, and the texts that are ready for replies."""

    attaching: Attaching
    acting: Acting
    case_acting: CaseActing
    private_replying: PrivateReplying
    noting: Noting
    passing: Passing
    repairing: Repairing
    laying: Laying
    ready_texts: ReadyTexts


def acting_side(staff: Staff, parts: ConsoleParts) -> ActingSide:
    """Compose it."""
    attaching = Attaching(
        files=parts.files,
        desk=parts.desk,
        transcripts=parts.transcripts,
        clock=parts.clock,
    )
    acting = _acting(staff, parts, attaching)
    return ActingSide(
        attaching=attaching,
        acting=acting,
        case_acting=CaseActing(
            transcripts=parts.transcripts,
            contacts=parts.contacts,
            platforms=parts.platforms,
            audit=staff.audit,
        ),
        private_replying=PrivateReplying(
            desk=parts.desk,
            records=parts.records,
            cases=parts.cases,
            claiming=parts.claiming,
            replies=parts.platforms.private_replies,
            audit=staff.audit,
            clock=parts.clock,
        ),
        noting=Noting(
            notes=parts.notes,
            transcripts=parts.transcripts,
            accounts=staff.accounts,
            audit=staff.audit,
            clock=parts.clock,
        ),
        passing=_passing(staff, parts, acting),
        repairing=_repairing(staff, parts, acting),
        laying=Laying(
            desk=parts.desk,
            transcripts=parts.transcripts,
            claiming=parts.claiming,
            notes=parts.notes,
            audit=staff.audit,
            clock=parts.clock,
            zone=parts.zone,
        ),
        ready_texts=ReadyTexts(
            desk=parts.desk,
            modules=parts.text_modules,
            provider=staff.brand.name,
            default_form=parts.moves.notices.default_form,
        ),
    )


def _acting(staff: Staff, parts: ConsoleParts, attaching: Attaching) -> Acting:
    return Acting(
        desk=parts.desk,
        claiming=parts.claiming,
        outbox=parts.outbox,
        transcripts=parts.transcripts,
        vault=parts.vault,
        moves=parts.moves,
        accounts=staff.accounts,
        audit=staff.audit,
        clock=parts.clock,
        public_words=PublicWords(
            detector=parts.detector,
            cases=parts.cases,
            transcripts=parts.transcripts,
            vault=parts.vault,
        ),
        surveys=parts.surveys,
        attaching=attaching,
    )


def _passing(staff: Staff, parts: ConsoleParts, acting: Acting) -> Passing:
    return Passing(
        acting=acting,
        desk=parts.desk,
        claiming=parts.claiming,
        notes=parts.notes,
        accounts=staff.accounts,
        clock=parts.clock,
        absence=parts.absence,
    )


def _repairing(staff: Staff, parts: ConsoleParts, acting: Acting) -> Repairing:
    return Repairing(
        acting=acting,
        desk=parts.desk,
        repairs=parts.repairs,
        notes=parts.notes,
        vault=parts.vault,
        shield=parts.shield,
        credits=parts.credits,
        accounts=staff.accounts,
        audit=staff.audit,
        clock=parts.clock,
        zone=parts.zone,
        limits=parts.credit_limits,
    )
