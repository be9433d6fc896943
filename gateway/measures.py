"""What Prometheus is told about the work."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram


@dataclass(frozen=True, slots=True)
class WorkerMeasures:
    """The worker's counters. Documented in docs/operation.md."""

    turns: Counter
    turn_seconds: Histogram
    deliveries: Counter
    promises_broken: Counter

    @classmethod
    def on(cls, registry: CollectorRegistry) -> "WorkerMeasures":
        """Register the counters."""
        return cls(
            turns=Counter(
                "lotse_turns",
                "Batches of messages worked on, by outcome.",
                ["outcome"],
                registry=registry,
            ),
            turn_seconds=Histogram(
                "lotse_turn_seconds", "Time from taking a batch to its outcome.", registry=registry
            ),
            deliveries=Counter(
                "lotse_deliveries", "Lines sent, by outcome.", ["outcome"], registry=registry
            ),
            promises_broken=Counter(
                "lotse_promises_broken",
                "Deadlines that passed without a person.",
                registry=registry,
            ),
        )


@dataclass(frozen=True, slots=True)
class RoutingMeasures:
    """The router's counters. Documented in docs/operation.md."""

    offers: Counter
    new_times: Counter

    @classmethod
    def on(cls, registry: CollectorRegistry) -> "RoutingMeasures":
        """Register the counters."""
        return cls(
            offers=Counter("lotse_offers", "Offers made to agents.", registry=registry),
            new_times=Counter(
                "lotse_new_times", "Waiting customers told a new time.", registry=registry
            ),
        )


@dataclass(frozen=True, slots=True)
class IntakeMeasures:
    """The counters of what platforms tell. Documented in docs/operation.md."""

    incoming: Counter
    skipped: Counter
    accounts: Counter

    @classmethod
    def on(cls, registry: CollectorRegistry) -> "IntakeMeasures":
        """Register the counters."""
        return cls(
            incoming=Counter(
                "lotse_incoming", "Events of platforms taken in.", ["kind"], registry=registry
            ),
            skipped=Counter(
                "lotse_incoming_skipped",
                "Events of platforms that need nothing of us, by name.",
                ["name"],
                registry=registry,
            ),
            accounts=Counter(
                "lotse_account_words",
                "How often an account of ours began (trouble) or ceased (works) to be in trouble.",
                ["account", "topic", "word"],
                registry=registry,
            ),
        )
