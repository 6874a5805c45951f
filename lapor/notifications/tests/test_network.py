"""Who is told of what in the innovation network."""

from __future__ import annotations

from datetime import timedelta

from lapor.accounts.actors import PUBLIC
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp import replicating, writing
from lapor.jipp.competition.calls import prepare_call
from lapor.jipp.exchange.policies import publish_policy, write_policy
from lapor.jipp.models import Question
from lapor.jipp.tests.competing import plan
from lapor.jipp.tests.networking import drafted, network, shown
from lapor.jipp.tests.test_exchange import paper
from lapor.notifications import waiting
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


def test_what_waits_is_told_once_and_in_our_own_words(db: None) -> None:
    """A question, a comment, an invitation: the first that waits, to whom it waits for."""
    made, words = network(), "Beli obat di sini http://iklan.example"
    innovation, hana = shown(made).innovation, made.actor("hana")
    for _turn in range(3):
        waiting.ask(innovation, text=words, name=words, now=NOW)
    text = write_policy(made.hub, paper(), by=hana, now=NOW)
    text = publish_policy(text, by=hana, now=NOW)
    for _turn in range(3):
        waiting.comment(text, text=words, name=words, by=PUBLIC, now=NOW)
    eka = User.objects.create_user("eka@demo.lapor", "lapor-demo", name="Eka")
    Seat.objects.create(user=eka, role=Role.EVALUATOR, agency=made.hub.host)
    asked = waiting.invite(prepare_call(made.hub, plan(), by=hana, now=NOW), eka, by=hana, now=NOW)
    told = [
        (row.user.name, row.body)
        for row in Delivery.objects.filter(channel="email").order_by("pk")
        if row.user
    ]
    assert [name for name, _body in told] == ["Tono", "Hana", "Eka"]
    assert not [body for _name, body in told if "iklan" in body]
    first = Question.objects.order_by("pk")[0]
    for (_name, body), path in zip(
        told, (f"pertanyaan/{first.pk}/", "tanggapan/", f"penilaian/{asked.pk}/"), strict=True
    ):
        assert f"/kelola/inovasi/{path}" in body
