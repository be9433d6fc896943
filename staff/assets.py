"""Styles, scripts and icons: read once, addressed by content, so that browsers may keep them."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from chassis.errors import NotFoundError

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
URL = "/static"
VERSION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as browsers get it."""

    body: bytes
    content_type: str
    version: str


class Assets:
    """Holds the files of every feature's `static` folder in memory."""

    def __init__(self) -> None:
        self._files: dict[str, Asset] = {}

    def add(self, prefix: str, folder: Path) -> None:
        """Read a folder's files; they are known as `prefix/<file name>`."""
        for path in sorted(folder.iterdir()):
            if path.suffix in TYPES:
                self.put(f"{prefix}/{path.name}", path.read_bytes())

    def put(self, name: str, body: bytes) -> None:
        """Hold a file that was made here; its name says of which kind it is."""
        self._files[name] = Asset(
            body=body,
            content_type=TYPES[Path(name).suffix],
            version=sha256(body).hexdigest()[:VERSION_LENGTH],
        )

    def url(self, name: str) -> str:
        """Return a file's address, a new one whenever its content changes."""
        return f"{URL}/{name}?v={self.get(name).version}"

    def get(self, name: str) -> Asset:
        """Return a file. Raises NotFoundError."""
        try:
            return self._files[name]
        except KeyError:
            raise NotFoundError("There is no such file.") from None
