"""`make run`: everything on one machine, from an empty folder to a talking assistant."""

import asyncio
import sys
import time
from pathlib import Path

from conversation.keys import Keys
from gateway.clock import SystemClock
from gateway.clock_moving import forget_moved_clock
from gateway.launcher import CannotStartError, Launcher, StoppedError, check_ports
from gateway.models import CurrentModel
from gateway.processes import Plan, Planned
from gateway.secrets import completed
from gateway.settings import Settings, read_settings, whole_environment
from gateway.staffing import demonstration_logins
from staff.joining import NewLogin
from studio.trainer import main as train

INTERRUPTED = 130


def run_all() -> int:
    """Run all processes until Ctrl-C; return the exit status."""
    given = whole_environment()
    environment = completed(given, Path(given.get("DATA_DIR") or "var"))
    settings = read_settings(environment)
    plan = Plan(settings, environment)
    try:
        check_ports([one for group in _groups(settings, plan) for one in group])
        trained = train(["--models-dir", str(settings.models_dir), *_encoder(settings)])
        return trained or asyncio.run(_run(settings, plan))
    except CannotStartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _encoder(settings: Settings) -> list[str]:
    return ["--encoder-model", settings.encoder_model] if settings.encoder_model else []


async def _run(settings: Settings, plan: Plan) -> int:
    launcher = Launcher(say=_say)
    launcher.stop_on_signals()
    started = time.monotonic()
    try:
        redis, *others = _groups(settings, plan)
        await launcher.start(*redis)
        await forget_moved_clock(settings.live_url, Keys(partitions=settings.partitions))
        for group in others:
            await launcher.start(*group)
        logins = await demonstration_logins(settings, SystemClock())
        _say(f"everything runs after {time.monotonic() - started:.0f} s")
        print(_links(settings, logins), flush=True)
        await launcher.watch()
    except StoppedError:
        return INTERRUPTED
    finally:
        _say("ending")
        await launcher.stop()
    return 0


def _groups(settings: Settings, plan: Plan) -> list[tuple[Planned, ...]]:
    """Return the processes in the order in which they need each other."""
    model = CurrentModel(settings.models_dir).read()
    redis = () if settings.redis_url else (plan.redis(),)
    backoffice = () if settings.backoffice_url else (plan.backoffice(),)
    return [
        redis,
        (plan.encoder(model.encoder_dir if model else None), *backoffice, plan.actions()),
        (plan.own("keeper"), plan.own("worker"), plan.own("gateway"), plan.own("desk")),
    ]


def _say(words: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {words}", flush=True)


def _links(settings: Settings, logins: list[NewLogin]) -> str:
    desk = f"http://127.0.0.1:{settings.desk_port}"
    lines = [
        "",
        f"  Web chat       {settings.chat_url}",
        f"  Agent console  {desk}",
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
