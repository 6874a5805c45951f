"""The fake gateway: takes everything and sends nothing; the demo's message page shows what it took."""

from __future__ import annotations

from lapor.notifications.gateways.outgoing import Outgoing


def hand_over(message: Outgoing) -> None:
    """Counts as handed over. The words stand in the delivery's own row, where the demo reads them."""
