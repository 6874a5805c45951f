"""The outside world of messages: one gateway per channel, chosen by what is set."""

from __future__ import annotations

from django.conf import settings

from lapor.notifications.gateways import demo, email, sms
from lapor.notifications.gateways.outgoing import Gateway


def gateway_for(channel: str) -> Gateway | None:
    """The gateway of a channel, or None where the operator has set none.

    Tests and a demo without gateways get the fake: nothing leaves the machine.
    """
    if channel == "email" and settings.EMAIL_URL:
        return email.hand_over
    if channel == "sms" and settings.SMS_SEND_URL:
        return sms.hand_over
    return demo.hand_over if settings.DEMO or settings.TESTING else None
