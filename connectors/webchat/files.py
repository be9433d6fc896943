"""The web chat's files, read once into memory: small, checked, ready to send."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent

CONTENT_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent, plain and zipped."""

    body: bytes
    zipped: bytes
    content_type: str
    etag: str


def read_assets(folder: Path) -> dict[str, Asset]:
    """Return the files below `folder` that browsers may have, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): _asset(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in CONTENT_TYPES
    }


def version_of(assets: dict[str, Asset]) -> str:
    """Return a name that changes whenever one of the files does."""
    together = sha256()
    for path, asset in assets.items():
        together.update(f"{path} {asset.etag}\n".encode())
    return together.hexdigest()[:12]


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(
        body=body,
        zipped=gzip.compress(body, mtime=0),
        content_type=CONTENT_TYPES[path.suffix],
        etag=f'"{sha256(body).hexdigest()[:16]}"',
    )
