"""Amounts: kept in minor units of their currency, said as decimal strings."""

from __future__ import annotations

from decimal import Decimal

NO_MINOR_UNIT = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "XAF", "XOF", "PYG", "UGX"})


def exponent(currency: str) -> int:
    """Return how many decimals the currency's minor unit has (ISO 4217)."""
    return 0 if currency in NO_MINOR_UNIT else 2


def to_minor(amount: str | Decimal, currency: str) -> int:
    """Return an amount in minor units; raises ArithmeticError for text that is no number."""
    return int((Decimal(amount) * 10 ** exponent(currency)).to_integral_value())


def decimal_text(minor: int | None, currency: str) -> str | None:
    """Return minor units as a decimal string without needless zeros: 3150000 USD is "31500"."""
    if minor is None:
        return None
    amount = Decimal(minor).scaleb(-exponent(currency))
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:f}"
