"""The keeper of the engines: a process that runs, watches and replaces the engine processes."""

from datetime import timedelta

from chassis.app import App, create_app
from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.turns import EngineRequest
from gateway.bootstrap import connect, follow_clock, run_beside
from gateway.engines import EngineRegistry
from gateway.keeper import Keeper, Model
from gateway.models import CurrentModel
from gateway.processes import Plan
from gateway.settings import Settings, whole_environment

DRAIN = timedelta(minutes=15)
SMOKE_SECONDS = 5.0


def keeper_app(settings: Settings) -> App:
    """Compose the keeper. Its port is loopback's, for health only."""
    live = connect(settings, name="keeper")
    plan = Plan(settings, whole_environment())
    current = CurrentModel(settings.models_dir)
    token = settings.engine_token.get_secret_value()

    def current_model() -> Model | None:
        found = current.read()
        if found is None:
            return None
        return Model(
            name=found.name,
            command=lambda port: plan.engine(found.file, port=port).command,
        )

    async def smoke(url: str) -> bool:
        engine = RasaEngine(url, token=token, timeout=SMOKE_SECONDS)
        request = EngineRequest(sender="keeper#smoke", turn="1", text="Moin")
        try:
            return bool((await engine.turn(request)).replies)
        except EngineUnavailableError:
            return False
        finally:
            await engine.close()

    keeper = Keeper(
        registry=EngineRegistry(live.redis, live.keys),
        current_model=current_model,
        smoke=smoke,
        first_port=settings.engine_ports,
        processes=settings.engines,
        drain=DRAIN,
    )
    app = create_app("keeper", checks={"redis": live.check, "engine": keeper.ready})
    follow_clock(app, live)
    run_beside(app, listening=lambda stopping: [keeper.run(stopping)])

    @app.after_server_stop
    async def close(_app: App) -> None:
        await live.redis.aclose()

    return app
