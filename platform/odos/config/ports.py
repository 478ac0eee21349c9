"""Is a port free, and if not, what to do."""

from __future__ import annotations

import socket


class PortTaken(RuntimeError):
    """Somebody else listens there."""


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on ``port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(host: str, port: int, setting: str) -> None:
    """Raises PortTaken with the setting that chooses another port."""
    if not is_free(host, port):
        raise PortTaken(
            f"Port {port} on {host} is in use, perhaps by another Odos. "
            f"Stop that program or choose another port: {setting}={port + 10} make run"
        )


def find_free(host: str, preferred: int) -> int:
    """``preferred`` if it is free, else any free port; 0 prefers none."""
    if preferred and is_free(host, preferred):
        return preferred
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
