"""Agreements on screen: recorded, put right, promised beside delivered."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import network
from network.test_organisation_pages import page, signed_in
from page_forms import fields_of, filled
from titian.journal.models import Entry
from titian.network.models import Agreement, Organisation, Role


def test_an_agreement_shows_promised_beside_delivered_to_who_may_count(world) -> None:
    agreement = Agreement.objects.get()
    path = f"/perjanjian/{agreement.pk}/"

    counted = page(path, world.users["centre_head"])
    partner = page(path, world.users["insurer_officer"])

    assert "Terlaksana" in counted
    assert "3.270" in counted
    assert "3.270" in partner
    assert ">Terlaksana<" not in partner
    assert signed_in(world.users["other_clerk"]).get(path).status_code == 404
    assert signed_in(world.users["citizen"]).get("/perjanjian/").status_code == 403


def test_the_list_of_agreements_costs_the_same_for_one_and_for_three(world) -> None:
    head = world.users["centre_head"]

    def cost() -> int:
        client = signed_in(head)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/perjanjian/").status_code == 200
        return len(asked)

    one = cost()
    for number in range(2):
        made = Agreement.objects.create(kind="working", title=f"PKS {number}", starts_on="2023-01-01")
        made.parties.create(organisation=world.centre)

    assert cost() == one


def test_a_head_records_an_agreement_with_a_promise_and_sees_it_beside_what_was_delivered(world) -> None:
    body = network.organisation("LSP Barista", "certification_body")
    head = signed_in(world.users["centre_head"])

    answer = head.post("/perjanjian/baru/", agreement(world.centre, body), follow=True)

    made = Agreement.objects.get(title="PKS uji kompetensi barista")
    assert [promise.places for promise in made.promises.all()] == [64]
    assert {party.organisation for party in made.parties.all()} == {world.centre, body}
    assert "Terlaksana" in answer.content.decode()


def test_nobody_records_an_agreement_of_others_or_a_promise_without_a_number(world) -> None:
    body = network.organisation("LSP Barista", "certification_body")
    head = signed_in(world.users["centre_head"])
    blank = {**agreement(world.centre, body), "pihak-1-places": ""}

    others = agreement(network.organisation("PT Lain", "employer"), body)
    foreign = head.post("/perjanjian/baru/", filled(head, "/perjanjian/baru/", **others))
    unfinished = head.post("/perjanjian/baru/", blank)

    assert "harus menjadi salah satu pihak" in foreign.content.decode()
    assert "Isi banyaknya orang yang dijanjikan" in unfinished.content.decode()
    assert (foreign.status_code, unfinished.status_code) == (422, 422)
    assert not Agreement.objects.filter(title="PKS uji kompetensi barista").exists()
    assert signed_in(world.users["centre_clerk"]).get("/perjanjian/baru/").status_code == 403


def agreement(first: Organisation, second: Organisation) -> dict[str, object]:
    return {
        "kind": "working", "title": "PKS uji kompetensi barista", "starts_on": "2026-01-01",
        "pihak-TOTAL_FORMS": 2, "pihak-INITIAL_FORMS": 2,
        "pihak-0-organisation": first.pk, "pihak-0-promise": "",
        "pihak-1-organisation": second.pk, "pihak-1-promise": "assessed", "pihak-1-places": 64,
    }  # fmt: skip


def test_an_agreement_typed_wrong_is_put_right_and_the_journal_keeps_what_stood_there(world) -> None:
    body = network.organisation("LSP Barista", "certification_body")
    head = signed_in(world.users["centre_head"])
    head.post("/perjanjian/baru/", agreement(world.centre, body))
    made = Agreement.objects.get(title="PKS uji kompetensi barista")
    path = f"/perjanjian/{made.pk}/perbaiki/"

    twice = {"pihak-2-organisation": body.pk, "pihak-2-promise": "assessed", "pihak-2-places": 5}
    refused = head.post(path, filled(head, path, reason="salah ketik", **twice))
    assert "menjanjikan hal yang sama dua kali" in refused.content.decode()
    assert head.post(path, filled(head, path, reason="")).status_code == 422
    promised = next(name for name, value in filled(head, path).items() if value == ["64"])
    head.post(path, filled(head, path, reason="salah ketik jumlah", number="12/PKS/2026", **{promised: 46}))

    made.refresh_from_db()
    assert made.number == "12/PKS/2026"
    assert [(one.promised_by, one.places) for one in made.promises.all()] == [(body, 46)]
    assert {party.organisation for party in made.parties.all()} == {world.centre, body}
    kept = Entry.objects.get(verb="correct_agreement", subject_id=made.pk)
    assert (kept.reason, kept.details["before"]) == (
        "salah ketik jumlah",
        {"number": "", "promises": [[body.pk, "assessed", 64]]},
    )
    assert "salah ketik jumlah" in page(f"/perjanjian/{made.pk}/", world.users["centre_head"])
    assert signed_in(world.users["centre_clerk"]).get(path).status_code == 403
    assert signed_in(world.users["other_office"]).get(path).status_code == 404


def test_two_heads_who_correct_one_agreement_are_shown_both(world) -> None:
    body = network.organisation("LSP Barista", "certification_body")
    first, second = signed_in(world.users["centre_head"]), signed_in(world.users["centre_head"])
    first.post("/perjanjian/baru/", agreement(world.centre, body))
    made = Agreement.objects.get(title="PKS uji kompetensi barista")
    path = f"/perjanjian/{made.pk}/perbaiki/"
    slow = filled(second, path, reason="tanggal salah", title="PKS uji barista 2026")
    first.post(path, filled(first, path, reason="judul salah", title="PKS uji kompetensi peracik kopi"))

    shown = second.post(path, slow)

    assert shown.status_code == 422
    assert "PKS uji kompetensi peracik kopi" in shown.content.decode()
    assert Agreement.objects.get(pk=made.pk).title == "PKS uji kompetensi peracik kopi"


def test_an_addendum_leaves_the_agreement_as_it_was_signed_and_both_are_shown(world) -> None:
    body = network.organisation("LSP Barista", "certification_body")
    head = signed_in(world.users["centre_head"])
    head.post("/perjanjian/baru/", agreement(world.centre, body))
    first = Agreement.objects.get(title="PKS uji kompetensi barista")
    path = f"/perjanjian/baru/?atas={first.pk}"
    assert path in page(f"/perjanjian/{first.pk}/", world.users["centre_head"])

    def told(at: str, **more: str) -> dict[str, object]:
        return {**fields_of(head.get(at).content.decode(), "/perjanjian/baru/"), **more}

    early = told(path, starts_on="2025-12-31")
    assert early["title"] == ["Adendum atas PKS uji kompetensi barista"]
    refused = head.post("/perjanjian/baru/", early)
    assert (refused.status_code, "sebelum perjanjian yang diubahnya" in refused.content.decode()) == (
        422,
        True,
    )
    head.post("/perjanjian/baru/", told(path, starts_on="2026-07-01", scope="Tambah uji 20 orang"))

    added = Agreement.objects.get(amends=first)
    assert {party.organisation for party in added.parties.all()} == {world.centre, body}
    assert "Tambah uji 20 orang" in page(f"/perjanjian/{first.pk}/", world.users["centre_head"])
    shown = page(f"/perjanjian/{added.pk}/", world.users["centre_head"])
    assert f'href="/perjanjian/{first.pk}/"' in shown
    # An addendum to an addendum changes the same agreement.
    onward = told(f"/perjanjian/baru/?atas={added.pk}")
    assert onward["atas"] == [str(first.pk)]
    assert signed_in(world.users["other_office"]).get(path).status_code == 403
    other = network.member(Role.CENTRE_HEAD, network.organisation("BLK Lain", "uptp_bpvp"))
    assert signed_in(other).get(path).status_code == 404
