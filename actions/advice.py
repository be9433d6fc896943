"""Which tariff suits: the cheapest that does what is needed, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.backoffice import Availability, Offering
from actions.german import listing, money, number
from actions.needs import Needs

PEOPLE = {1: "eine Person", 2: "zwei Personen", 3: "drei Personen", 4: "vier Personen"}
MANY = 5
USES = {
    "4k": "4K",
    "gaming": "Gaming",
    "homeoffice": "Homeoffice",
    "upload": "große Uploads",
    "streaming": "Streaming",
    "surfing": "Surfen und Mails",
}
# Mbit/s by the number of people, up to MANY: at once, at the busiest hour of the evening.
CALM = {1: 16, 2: 16, 3: 50, 4: 50, 5: 100}
LIVELY = {1: 50, 2: 50, 3: 100, 4: 100, 5: 250}
BUSY = {1: 100, 2: 100, 3: 250, 4: 250, 5: 500}
UPLOAD_FOR_WORK = 40.0
UPLOAD_OF_MUCH = 100.0
USUAL_PEOPLE = 2
PEOPLE_FOR_MUCH_TELEVISION = 3
USUAL_VOLUME = 25


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation. `reason` and `why_not_smaller` are German sentences.

    `smaller` is the next smaller tariff, None if this is the smallest. `faster_by_fibre` is what
    would do better if there were fibre, where that is not known.
    """

    offering: Offering
    reason: str
    why_not_smaller: str
    smaller: Offering | None = None
    faster_by_fibre: Offering | None = None


@dataclass(frozen=True, slots=True)
class _Demand:
    """What is needed, and for what in words."""

    down: float
    up: float
    words: str


def advise(
    needs: Needs, offerings: Sequence[Offering], *, place: Availability | None = None
) -> Advice | None:
    """Return what to take, None if there is nothing of the kind.

    `place` is what is available where it will be used; while that is not known, only a line by
    telephone cable is taken for granted.
    """
    kind = needs.kind or "internet"
    ours = sorted((each for each in offerings if each.service == kind), key=_by_price)
    if not ours:
        return None
    if kind == "mobile":
        return _mobile(needs, ours)
    if kind == "tv":
        return _television(needs, ours)
    return _internet(needs, ours, place=place)


def _internet(
    needs: Needs, ours: Sequence[Offering], *, place: Availability | None
) -> Advice | None:
    demand = _demand(needs)
    there = [each for each in ours if _is_there(each, place, wished=needs.fibre)]
    if not there:
        return None
    enough = [each for each in there if _does(each, demand)]
    best = enough[0] if enough else max(there, key=_speed)
    chosen = _within(needs.budget, best, there)
    smaller = _next_smaller(chosen, there)
    affordable = [each for each in ours if not needs.budget or each.monthly <= needs.budget]
    return Advice(
        offering=chosen,
        reason=_reason(chosen, best=best, demand=demand, budget=needs.budget),
        why_not_smaller=_why_not(smaller, chosen, demand=demand, budget=needs.budget, best=best),
        smaller=smaller,
        faster_by_fibre=_by_fibre(chosen, affordable, demand=demand) if place is None else None,
    )


def _demand(needs: Needs) -> _Demand:
    people = min(needs.people or USUAL_PEOPLE, MANY)
    uses = set(needs.uses or ("streaming",))
    if uses & {"4k", "gaming"}:
        table = BUSY
    elif uses & {"streaming", "homeoffice", "upload"}:
        table = LIVELY
    else:
        table = CALM
    up = UPLOAD_OF_MUCH if "upload" in uses else UPLOAD_FOR_WORK if "homeoffice" in uses else 0.0
    named = listing([word for use, word in USES.items() if use in uses])
    words = f"{named} für {PEOPLE.get(people, 'fünf und mehr Personen')}"
    return _Demand(down=table[people], up=up, words=words[0].upper() + words[1:])


def _is_there(offering: Offering, place: Availability | None, *, wished: bool) -> bool:
    """Whether a tariff can be had there, as far as that is known."""
    if place is None:
        return offering.fibre == wished
    line = place.fibre if offering.fibre else place.copper
    return line.mbit is not None and _speed(offering) <= line.mbit


def _does(offering: Offering, demand: _Demand) -> bool:
    return _speed(offering) >= demand.down and (offering.figure("uploadMbit") or 0) >= demand.up


def _by_fibre(chosen: Offering, ours: Sequence[Offering], *, demand: _Demand) -> Offering | None:
    """Return what fibre would do better: more for no more money, or what else cannot be had."""
    if chosen.fibre:
        return None
    enough = [each for each in ours if each.fibre and _does(each, demand)]
    better = enough[0] if enough else None
    if better and (not _does(chosen, demand) or better.monthly <= chosen.monthly):
        return better
    return None


def _within(budget: int | None, best: Offering, there: Sequence[Offering]) -> Offering:
    if budget is None or best.monthly <= budget:
        return best
    affordable = [each for each in there if each.monthly <= budget]
    return max(affordable, key=_speed) if affordable else min(there, key=_by_price)


def _next_smaller(chosen: Offering, there: Sequence[Offering]) -> Offering | None:
    slower = [each for each in there if _speed(each) < _speed(chosen)]
    return max(slower, key=_speed) if slower else None


def _reason(chosen: Offering, *, best: Offering, demand: _Demand, budget: int | None) -> str:
    speed = f"{number(_speed(chosen))} Mbit/s"
    if chosen is best:
        if _does(chosen, demand):
            return f"{demand.words}: Dafür sind {speed}{_up(chosen, demand)} genau richtig."
        return f"{demand.words}: Mit {speed} ist er der schnellste, der dafür infrage kommt."
    if budget is not None and chosen.monthly > budget:
        return f"Für {budget} € gibt es nichts, das ist der günstigste."
    return (
        f"Für höchstens {budget} € ist er mit {speed} der schnellste. "
        f"Mehr Luft für {demand.words} hätte {best.name} ({money(best.monthly)})."
    )


def _up(chosen: Offering, demand: _Demand) -> str:
    up = chosen.figure("uploadMbit")
    return f" und {number(up)} Mbit/s im Upload" if demand.up and up else ""


def _why_not(
    smaller: Offering | None,
    chosen: Offering,
    *,
    demand: _Demand,
    budget: int | None,
    best: Offering,
) -> str:
    if smaller is None:
        return f"{chosen.name} ist schon der kleinste Tarif, der infrage kommt."
    speed = f"{number(_speed(smaller))} Mbit/s"
    if chosen is not best and budget is not None:
        return f"{smaller.name} hat nur {speed}, und {chosen.name} passt noch in {budget} €."
    less_up = (smaller.figure("uploadMbit") or 0) < (chosen.figure("uploadMbit") or 0)
    if demand.up and less_up:
        up = number(smaller.figure("uploadMbit") or 0)
        return f"{smaller.name} hat nur {up} Mbit/s im Upload. {demand.words}: Das wird zäh."
    return f"{smaller.name} hat nur {speed}. {demand.words}: Das wird abends knapp."


def _mobile(needs: Needs, ours: Sequence[Offering]) -> Advice:
    wanted = needs.volume or USUAL_VOLUME
    enough = [each for each in ours if _volume(each) >= wanted]
    best = enough[0] if enough else max(ours, key=_volume)
    chosen = best
    if needs.budget is not None and best.monthly > needs.budget:
        affordable = [each for each in ours if each.monthly <= needs.budget]
        chosen = max(affordable, key=_volume) if affordable else ours[0]
    smaller = max(
        (each for each in ours if _volume(each) < _volume(chosen)), key=_volume, default=None
    )
    volume = f"{number(_volume(chosen))} GB"
    if chosen is best:
        reason = f"Für etwa {wanted} GB im Monat passen {volume} gut."
    else:
        reason = f"Für höchstens {needs.budget} € gibt es damit das meiste Volumen: {volume}."
    why_not = (
        f"{smaller.name} hat nur {number(_volume(smaller))} GB, "
        f"bei etwa {wanted} GB wäre das vor Monatsende aufgebraucht."
        if smaller
        else f"{chosen.name} ist schon der kleinste Mobiltarif."
    )
    return Advice(offering=chosen, reason=reason, why_not_smaller=why_not, smaller=smaller)


def _television(needs: Needs, ours: Sequence[Offering]) -> Advice:
    much = (needs.people or 1) >= PEOPLE_FOR_MUCH_TELEVISION
    chosen = ours[-1] if much else ours[0]
    channels = number(chosen.figure("channels") or 0)
    devices = number(chosen.figure("parallelStreams") or 1)
    reason = f"{channels} Sender auf {devices} Geräten zugleich: Das passt zur Haushaltsgröße."
    smaller = ours[0] if chosen is not ours[0] else None
    why_not = (
        f"{smaller.name} läuft nur auf {number(smaller.figure('parallelStreams') or 1)} Geräten "
        f"zugleich und hat weniger Sender."
        if smaller
        else f"{chosen.name} ist schon das kleinste Paket."
    )
    return Advice(offering=chosen, reason=reason, why_not_smaller=why_not, smaller=smaller)


def _by_price(offering: Offering) -> tuple[Decimal, float]:
    """The cheapest first; of two for one price the one with more to it."""
    return offering.monthly, -(offering.figure("uploadMbit") or 0)


def _speed(offering: Offering) -> float:
    return offering.figure("downloadMbit") or 0.0


def _volume(offering: Offering) -> float:
    return offering.figure("dataVolumeGb") or 0.0
