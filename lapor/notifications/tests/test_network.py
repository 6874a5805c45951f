"""Who is told of what in the innovation network."""

from __future__ import annotations

from datetime import timedelta

from lapor.jipp import replicating, writing
from lapor.jipp.tests.networking import drafted, network, shown
from lapor.notifications.models import Delivery
from lapor.notifications.network import tell_network
from lapor.reports.tests.world import NOW

REQUEST = "Kami punya masalah yang sama dan ingin belajar dari pengalaman Anda."


def mails() -> set[tuple[str, str]]:
    rows = Delivery.objects.filter(channel="email").order_by("pk")
    return {(row.user.email.partition("@")[0], row.subject.partition(":")[0]) for row in rows if row.user}


def test_each_act_is_told_once_to_whom_it_concerns(db: None) -> None:
    made = network()
    writing.submit(drafted(made), by=made.actor("tono"), now=NOW)
    assert tell_network(NOW) == 2
    assert tell_network(NOW) == 0
    assert mails() == {("wulan", "Mengajukan ke kurator")}
    innovation = shown(made, title="Antrean tanpa berdiri").innovation
    row = replicating.ask(innovation, made.learner, request=REQUEST, by=made.actor("gita"), now=NOW)
    tell_network(NOW)
    assert {("tono", "Menerbitkan inovasi"), ("tono", "Meminta replikasi")} <= mails()
    replicating.accept(row, by=made.actor("tono"), now=NOW, mentor=made.user("dodi"))
    late = NOW + timedelta(days=20)
    replicating.remind_stalled(late)
    tell_network(late)
    said = {person for person, act in mails() if act == "Mengingatkan"}
    assert said == {"gita", "tono", "dodi"}
    assert ("gita", "Menerima permintaan") in mails()
    reminders = [row.body for row in Delivery.objects.all() if row.subject.startswith("Mengingatkan")]
    assert all(f"/kelola/inovasi/replikasi/{row.pk}/" in body for body in reminders)
