"""Transcendental functions of decimals, each correct to far more digits than a rule keeps.

Angles are reduced by a π of 150 digits, arcs by halving; the series are Taylor's. `functions.sql` computes
the same, so that both back ends round the same number.
"""

from __future__ import annotations

from decimal import Decimal

from odos.dsl.numbers import MANY, Number, settle

PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798"
    "214808651328230664709384460955058223172535940812848"
)
LARGEST_ANGLE = 10**15
_END = Decimal(1).scaleb(-110)
_HALF_TURN = MANY.divide(PI, Decimal(2))


def exponential(value: Number) -> Decimal | None:
    """e to the power; None beyond 1e100."""
    if value > Decimal("230.2585"):
        return None
    return settle(MANY.exp(Decimal(value))) if value > -200 else Decimal(0)


def logarithm(value: Number) -> Decimal | None:
    """The natural logarithm of a positive number."""
    return settle(MANY.ln(Decimal(value))) if value > 0 else None


def logarithm_of_ten(value: Number) -> Decimal | None:
    """The logarithm to the base of ten of a positive number."""
    return settle(MANY.log10(Decimal(value))) if value > 0 else None


def root(value: Number) -> Decimal | None:
    """The square root of a number that is not negative."""
    return settle(MANY.sqrt(Decimal(value))) if value >= 0 else None


def sine(value: Number) -> Decimal | None:
    """Of an angle in radians."""
    found = _sine(Decimal(value))
    return None if found is None else settle(found)


def cosine(value: Number) -> Decimal | None:
    """Of an angle in radians."""
    found = _sine(MANY.add(value, _HALF_TURN))
    return None if found is None else settle(found)


def tangent(value: Number) -> Decimal | None:
    """Of an angle in radians."""
    across, along = _sine(Decimal(value)), _sine(MANY.add(value, _HALF_TURN))
    return settle(MANY.divide(across, along)) if across is not None and along else None


def _sine(angle: Decimal) -> Decimal | None:
    if angle.copy_abs() > LARGEST_ANGLE:
        return None
    turn = MANY.multiply(PI, 2)
    angle = MANY.subtract(angle, MANY.multiply(turn, MANY.to_integral_value(MANY.divide(angle, turn))))
    square, term, total, step = MANY.multiply(angle, angle), angle, angle, 1
    while term.copy_abs() > _END:
        term = MANY.divide(MANY.multiply(term.copy_negate(), square), Decimal((step + 1) * (step + 2)))
        total, step = MANY.add(total, term), step + 2
    return total


def arc_sine(value: Number) -> Decimal | None:
    """The angle of a sine from -1 to 1."""
    found = _arc_sine(Decimal(value))
    return None if found is None else settle(found)


def arc_cosine(value: Number) -> Decimal | None:
    """The angle of a cosine from -1 to 1."""
    found = _arc_sine(Decimal(value))
    return None if found is None else settle(MANY.subtract(_HALF_TURN, found))


def _arc_sine(value: Decimal) -> Decimal | None:
    if value.copy_abs() > 1:
        return None
    if value.copy_abs() == 1:
        return MANY.multiply(_HALF_TURN, value)
    return _arc_tangent(MANY.divide(value, MANY.sqrt(MANY.subtract(1, MANY.multiply(value, value)))))


def arc_tangent(value: Number) -> Decimal:
    """The angle of a tangent."""
    return settle(_arc_tangent(Decimal(value)))


def arc_tangent_of(y: Number, x: Number) -> Decimal:
    """The angle at which the point stands, from -π to π; 0 for the origin."""
    if not x:
        return settle(_HALF_TURN.copy_sign(Decimal(y))) if y else Decimal(0)
    angle = _arc_tangent(MANY.divide(Decimal(y), Decimal(x)))
    if x > 0:
        return settle(angle)
    return settle(MANY.add(angle, PI if y >= 0 else PI.copy_negate()))


def _arc_tangent(value: Decimal) -> Decimal:
    if value.copy_abs() > 1:
        rest = _arc_tangent(MANY.divide(Decimal(1), value))
        return MANY.subtract(_HALF_TURN if value > 0 else _HALF_TURN.copy_negate(), rest)
    for _ in range(3):
        root_ = MANY.sqrt(MANY.add(1, MANY.multiply(value, value)))
        value = MANY.divide(value, MANY.add(1, root_))
    square, power, total, step = MANY.multiply(value, value), value, value, 1
    while power.copy_abs() > _END:
        power, step = MANY.multiply(power.copy_negate(), square), step + 2
        total = MANY.add(total, MANY.divide(power, Decimal(step)))
    return MANY.multiply(total, 8)
