"""The keeper of the engines: a process that runs, watches and replaces the engine processes."""

from datetime import timedelta

from chassis.app import App, create_app
from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.turns import EngineRequest
from gateway.bootstrap import connect, follow_clock, run_beside
from gateway.children import Command
from gateway.encoders import Encoders
from gateway.engines import EngineRegistry
from gateway.keeper import Keeper, Model
from gateway.models import CurrentModel
from gateway.processes import LOOPBACK, Plan
from gateway.settings import Settings, whole_environment
from studio.models import Model as Trained

DRAIN = timedelta(minutes=15)
SMOKE_SECONDS = 5.0


def keeper_app(settings: Settings) -> App:
    """Compose the keeper. Its port is loopback's, for health only."""
    live = connect(settings, name="keeper")
    plan = Plan(settings, whole_environment())
    current = CurrentModel(settings.models_dir)
    token = settings.engine_token.get_secret_value()

    registry = EngineRegistry(live.redis, live.keys)
    encoders = Encoders(
        usual=f"http://{LOOPBACK}:{settings.encoder_port}",
        command=lambda model, port: plan.encoder(model.encoder_dir, port=port).command,
        registry=registry,
    )
    served: list[Model] = []

    def current_model() -> Model | None:
        """Return what is to run; as long as it has no encoder, what has run until now."""
        found = current.read()
        if found is not None and (encoder := encoders.url_for(found)) is not None:
            served[:] = [_servable(plan, found, encoder)]
        return served[0] if served else None

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
        registry=registry,
        current_model=current_model,
        smoke=smoke,
        first_port=settings.engine_ports,
        processes=settings.engines,
        drain=DRAIN,
    )
    app = create_app("keeper", checks={"redis": live.check, "engine": keeper.ready})
    follow_clock(app, live)
    run_beside(
        app,
        listening=lambda stopping: [keeper.run(stopping), encoders.run(stopping, current.read)],
    )

    @app.after_server_stop
    async def close(_app: App) -> None:
        await live.redis.aclose()

    return app


def _servable(plan: Plan, found: Trained, encoder: str) -> Model:
    def command(port: int) -> Command:
        return plan.engine(found.file, port=port, encoder_url=encoder).command

    return Model(name=found.name, command=command)
