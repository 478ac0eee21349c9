"""What currencies are worth by day, in a form that both back ends search alike.

``codes`` are the known currencies, ``digits`` those of their minor units. A rate stands in ``values`` where
``places`` has its currency and day as one number (`place`), in ascending order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from odos.dsl import numbers

DAYS = 10_000_000  # more than there are days in a calendar


def place(currency: int, day: date) -> int:
    """The currency with that number (from 1) on that day."""
    return currency * DAYS + day.toordinal()


@dataclass(frozen=True)
class ExchangeRates:
    """Worths of one unit in the company's currency, from their day on."""

    codes: tuple[str, ...]
    digits: tuple[int, ...]
    places: tuple[int, ...]
    values: tuple[Decimal, ...]

    @cached_property
    def slots(self) -> Mapping[str, object]:
        """The arrays of `odos.dsl.context.RATE_SLOTS`."""
        return {
            "rate_codes": list(self.codes),
            "rate_digits": list(self.digits),
            "rate_places": list(self.places),
            "rate_values": list(self.values),
        }

    def converted(self, base: Decimal, code: str, day: date) -> Decimal | None:
        """An amount of the company's currency in another, rounded half away from zero to its minor unit;
        None where there is no such currency, or no rate of it yet."""
        known = {name: number for number, name in enumerate(self.codes, 1)}.get(code)
        if known is None:
            return None
        found = bisect_right(self.places, place(known, day))
        if not found or self.places[found - 1] < known * DAYS:
            return None
        worth = numbers.divide(base, self.values[found - 1])
        return None if worth is None else numbers.round_half_up(worth, self.digits[known - 1])


NO_RATES = ExchangeRates((), (), (), ())


def exchange_rates(
    base: str, digits: Mapping[str, int], dated: Iterable[tuple[str, date, Decimal]]
) -> ExchangeRates:
    """``dated`` rates of currencies (the later of two for a day counts), and the base's, which is 1."""
    codes = sorted({base, *digits})
    numbered = {code: number for number, code in enumerate(codes, 1)}
    found = {place(numbered[code], day): rate for code, day, rate in dated if code in numbered and rate > 0}
    found = {key: rate for key, rate in found.items() if key // DAYS != numbered[base]}
    found[place(numbered[base], date.min)] = Decimal(1)
    ordered: Sequence[int] = sorted(found)
    return ExchangeRates(
        tuple(codes),
        tuple(digits.get(code, 2) for code in codes),
        tuple(ordered),
        tuple(found[key] for key in ordered),
    )
