"""`Principal`: the actor of every operation, resolved once and passed explicitly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from odos.kernel.workspaces import Workspace

ADMINISTER = "administer"  # the scope of tokens that may do what administrators alone may
Authority = tuple[bool, tuple[str, ...], bool]


@dataclass(frozen=True)
class Principal:
    """Who acts, in which workspace. ``user_id`` is None for the system itself."""

    user_id: int | None
    username: str
    name: str
    workspace: Workspace
    is_admin: bool = False
    roles: tuple[str, ...] = field(default=())
    unit_id: int | None = None
    locale: str = "en"
    time_zone: str = "UTC"
    scopes: frozenset[str] | None = None  # what a token may be used for; None: everything

    @property
    def label(self) -> str:
        """How the audit trail names the actor."""
        return self.name or self.username

    @property
    def may_use_powers(self) -> bool:
        """Whether an administrator may act as one here: not by a token that was made for less."""
        return self.scopes is None or ADMINISTER in self.scopes

    @cached_property
    def authority(self) -> Authority:
        """All of the principal that decides what their rights are; what depends on rights is kept by it."""
        return (self.is_admin, self.roles, self.may_use_powers)

    def has_role(self, key: str) -> bool:
        """Whether the role was given to the user; administrators do not hold every role."""
        return key in self.roles


def stranger(workspace: Workspace, username: str) -> Principal:
    """Somebody who claims a name and did not prove it; for the trail alone."""
    return Principal(user_id=None, username=username[:150], name=username[:150], workspace=workspace)


_SYSTEM = Principal(
    user_id=None, username="system", name="System", workspace=Workspace("main"), is_admin=True
)


def system_principal(workspace: Workspace) -> Principal:
    """The platform acting by itself in ``workspace``: schedules, migrations, the command line."""
    return replace(_SYSTEM, workspace=workspace)
