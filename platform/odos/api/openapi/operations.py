"""How one method of one address is described."""

from __future__ import annotations

from dataclasses import dataclass

from odos.kernel.texts import Text

JSON = "application/json"


@dataclass(frozen=True)
class Operation:
    """One method of one address. ``answer`` and ``body`` name schemas, ``parameters`` components.

    ``reads``: changes nothing, whatever its method. ``refusals`` beside 400, 401 and 404.
    """

    summary: Text
    tag: str
    answer: str = ""
    body: str = ""
    parameters: tuple[str, ...] = ()
    status: int = 200
    refusals: tuple[int, ...] = ()
    public: bool = False
    reads: bool = False
    body_type: str = JSON
    answer_type: str = JSON
    tagged: bool = False  # the answer carries an ETag
