"""Where to go on after coming in: somewhere here, never another site."""


def local_target(target: str) -> str:
    """Return a path of our own: the one given, or the start."""
    own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if own and target.isprintable() else "/"
