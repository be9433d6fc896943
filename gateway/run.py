"""`make run`: everything on one machine, from an empty folder to a talking assistant."""

import asyncio
import sys
import time
from pathlib import Path

from conversation.keys import Keys
from gateway.apps.studio import studio_off
from gateway.channels import channel_settings
from gateway.clock import SystemClock
from gateway.clock_moving import forget_moved_clock
from gateway.launcher import CannotStartError, Launcher, StoppedError, check_ports
from gateway.models import CurrentModel
from gateway.processes import Plan, Planned
from gateway.secrets import completed
from gateway.settings import Settings, read_settings, whole_environment
from gateway.staffing import demonstration_logins
from gateway.world import world_environment
from staff.joining import NewLogin
from studio.trainer import main as train

INTERRUPTED = 130
OWN = ("keeper", "worker", "gateway", "desk", "webhooks", "trainer")


def run_all(*, world: bool = False) -> int:
    """Run all processes until Ctrl-C, the fake world among them if wished; return exit status."""
    given = whole_environment()
    environment = completed(given, Path(given.get("DATA_DIR") or "var"))
    settings = read_settings(environment)
    if world:
        environment |= world_environment(settings.world_port)
        settings = read_settings(environment)
    plan = Plan(settings, environment)
    try:
        check_ports([one for group in _groups(settings, plan, world=world) for one in group])
        models = ("--models-dir", str(settings.models_dir))
        trained = train(["--unless-decided", *models, *_encoder(settings)])
        return trained or asyncio.run(_run(settings, plan, world=world))
    except CannotStartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _encoder(settings: Settings) -> list[str]:
    return ["--encoder-model", settings.encoder_model] if settings.encoder_model else []


async def _run(settings: Settings, plan: Plan, *, world: bool) -> int:
    launcher = Launcher(say=_say)
    launcher.stop_on_signals()
    started = time.monotonic()
    try:
        redis, *others = _groups(settings, plan, world=world)
        await launcher.start(*redis)
        await forget_moved_clock(settings.live_url, Keys(partitions=settings.partitions))
        for group in others:
            await launcher.start(*group)
        logins = await demonstration_logins(settings, SystemClock())
        _say(f"everything runs after {time.monotonic() - started:.0f} s")
        print(_links(settings, logins, world=world), flush=True)
        await launcher.watch()
    except StoppedError:
        return INTERRUPTED
    finally:
        _say("ending")
        await launcher.stop()
    return 0


def _groups(settings: Settings, plan: Plan, *, world: bool) -> list[tuple[Planned, ...]]:
    """Return the processes in the order in which they need each other."""
    model = CurrentModel(settings.models_dir).read()
    redis = () if settings.redis_url else (plan.redis(),)
    backoffice = () if settings.backoffice_url else (plan.backoffice(),)
    return [
        redis,
        (plan.encoder(model.encoder_dir if model else None), *backoffice, plan.actions()),
        (*(plan.own(name) for name in OWN), *([plan.world()] if world else ())),
    ]


def _say(words: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {words}", flush=True)


def _links(settings: Settings, logins: list[NewLogin], *, world: bool) -> str:
    desk = f"http://127.0.0.1:{settings.desk_port}"
    lines = [
        "",
        f"  Web chat       {settings.chat_url}",
        *(
            [f"  X, Facebook    http://127.0.0.1:{settings.world_port} (a fake world)"]
            if world
            else ()
        ),
        *(f"  {words}" for words in channel_settings(settings).off),
        f"  Agent console  {desk}",
        f"  {studio_off(settings) or f'Studio         {desk}/studio'}",
        *(
            f"    {one.name:<16} {one.role.value:<14} {one.login} / {one.password}"
            for one in logins
        ),
        f"  API            {desk}/api (tokens: {settings.data_dir}/secrets.env, API_TOKENS)",
        f"  Logs           {settings.data_dir}/log",
        "",
        "  Ctrl-C ends everything.",
        "",
    ]
    return "\n".join(lines)
