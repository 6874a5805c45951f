"""Rows of the indicators room."""

from lapor.indicators.models.counting import (
    COUNTS,
    Cell,
    DayFacts,
    Forecast,
    MonthCell,
    ReferralFacts,
    Return,
    Scope,
    StaleDay,
    StaleMonth,
    StaleReferrals,
    Tally,
)
from lapor.indicators.models.watching import SilentAgency, Surge, WeekCount

__all__ = [
    "COUNTS",
    "Cell",
    "DayFacts",
    "Forecast",
    "MonthCell",
    "ReferralFacts",
    "Return",
    "Scope",
    "SilentAgency",
    "StaleDay",
    "StaleMonth",
    "StaleReferrals",
    "Surge",
    "Tally",
    "WeekCount",
]
