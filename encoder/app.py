"""The encoder's HTTP service: `POST /encode`, `GET /model`."""

import time
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from pydantic import BaseModel, ConfigDict, Field
from sanic import HTTPResponse, Request
from sanic.response import json

from chassis.app import App, create_app
from chassis.errors import ConflictError, UnavailableError
from encoder.batching import Batcher
from encoder.cache import Vector, VectorCache
from encoder.kept import KeptVectors
from encoder.model import SentenceModel
from encoder.wire import Limits, parsed, vectors_as

MAX_BODY_BYTES = 4_000_000


class EncoderSettings(BaseModel):
    """What `python -m encoder` reads from standard input."""

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(ge=0, le=65_535)
    # Empty: the model the package carries. Else a folder, or a name on the model hub.
    model_dir: str = ""
    # Where compiled models are kept, which answer in half the time; None: answer with torch.
    compiled_dir: Path | None = None
    # Threads for one batch. More make a batch faster and take them from the other processes.
    threads: int = Field(default=1, ge=1)
    cache_entries: int = Field(default=20_000, ge=0)
    # A file that keeps vectors beyond this process; for trainings, never where customers write.
    kept_vectors: Path | None = None
    max_texts: int = Field(default=256, ge=1)
    max_characters: int = Field(default=4_000, ge=1)


def create_encoder_app(model: SentenceModel, settings: EncoderSettings) -> App:
    """Return the service over a loaded `model`; it is ready while its thread encodes."""
    batcher = Batcher(model)

    async def encodes() -> None:
        if not batcher.works:
            raise UnavailableError("The encoder is not encoding.")

    app = create_app("encoder", checks={"model": encodes}, max_body_bytes=MAX_BODY_BYTES)
    vectors = CachedVectors(
        batcher,
        cache=VectorCache(fingerprint=model.fingerprint, entries=settings.cache_entries),
        kept=_kept(app, model, file=settings.kept_vectors),
        registry=app.ctx.registry,
    )
    limits = Limits(texts=settings.max_texts, characters=settings.max_characters)
    _add_life(app, batcher)
    _add_routes(app, model, vectors=vectors, limits=limits)
    return app


class CachedVectors:
    """Vectors from memory where a text was seen before, else from the model; counts both."""

    def __init__(
        self,
        batcher: Batcher,
        *,
        cache: VectorCache,
        registry: CollectorRegistry,
        kept: KeptVectors | None = None,
    ) -> None:
        self._batcher = batcher
        self._cache = cache
        self._kept = kept
        self._texts = Counter(
            "lotse_encoder_texts", "Texts asked for, known ones included.", registry=registry
        )
        self._hits = Counter(
            "lotse_encoder_cache_hits", "Texts whose vector was remembered.", registry=registry
        )
        self._seconds = Histogram(
            "lotse_encoder_seconds",
            "Time a request waited for vectors that had to be computed.",
            registry=registry,
        )

    async def of(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vector of each text, in order."""
        known = {text: self._cache.get(text) for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        if self._kept and missing:
            known |= self._kept.of(missing)
            missing = [text for text in missing if known[text] is None]
        self._texts.inc(len(texts))
        self._hits.inc(len(texts) - len(missing))
        computed = await self._computed(missing) if missing else {}
        found = {text: vector for text, vector in known.items() if vector is not None} | computed
        return [found[text] for text in texts]

    async def _computed(self, texts: list[str]) -> dict[str, Vector]:
        started = time.perf_counter()
        vectors = await self._batcher.encode(texts)
        self._seconds.observe(time.perf_counter() - started)
        for text, vector in zip(texts, vectors, strict=True):
            self._cache.put(text, vector)
        computed = dict(zip(texts, vectors, strict=True))
        if self._kept:
            self._kept.keep(computed)
        return computed


def _kept(app: App, model: SentenceModel, *, file: Path | None) -> KeptVectors | None:
    if file is None:
        return None
    kept = KeptVectors(file, fingerprint=model.fingerprint)

    @app.after_server_stop
    async def close(_app: App) -> None:
        kept.close()

    return kept


def _add_life(app: App, batcher: Batcher) -> None:
    @app.before_server_start
    async def start(_app: App) -> None:
        batcher.start()

    @app.after_server_stop
    async def stop(_app: App) -> None:
        await batcher.stop()


def _add_routes(app: App, model: SentenceModel, *, vectors: CachedVectors, limits: Limits) -> None:
    about = {"model": model.fingerprint, "name": model.name, "dimensions": model.dimensions}

    @app.get("/model", name="model")
    async def show_model(_request: Request) -> HTTPResponse:
        return json(about)

    @app.post("/encode", name="encode")
    async def encode(request: Request) -> HTTPResponse:
        wanted = parsed(request.body, limits=limits)
        if wanted.model is not None and wanted.model != model.fingerprint:
            raise ConflictError(
                f"This encoder has the model {model.fingerprint}, not the {wanted.model} asked for."
            )
        found = await vectors.of(wanted.texts)
        return json(
            {
                "model": model.fingerprint,
                "dimensions": model.dimensions,
                "vectors": vectors_as(found, form=wanted.format),
            }
        )
