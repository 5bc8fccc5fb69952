"""Two officers save one record in the same moment: one is written, the other is shown both, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from faults.site import POINTS
from faults.visitor import Answer, Visitor
from page_forms import fields_of

SHOWN = "Orang lain menyimpan catatan ini sementara Anda mengisi"


def test_of_two_saves_at_once_one_is_written_and_the_other_is_shown_both(site, kennel, here) -> None:
    person = site.one("SELECT id FROM people_person")
    path = f"/loket/orang/{person}/kontak/"
    with site.serving() as web, ThreadPoolExecutor(2) as both:
        sessions = [kennel.run("session", user=here["ids"][name]) for name in ("officer", "second officer")]
        officers = [Visitor(web.port, session) for session in sessions]
        for turn in range(max(POINTS // 2, 2)):
            wanted = [
                {"phone": f"08120000{turn:02}1", "reason": "lapor di loket"},
                {"address": f"Jalan {turn}", "phone": f"08120000{turn:02}2", "reason": "lapor lewat telepon"},
            ]
            pages = [fields_of(one.get(path).body, path) for one in officers]
            gate = Barrier(2)

            def save(number: int, pages=pages, wanted=wanted, gate=gate) -> Answer:
                gate.wait()
                return officers[number].post(path, {**pages[number], **wanted[number]})

            answers = list(both.map(save, range(2)))
            assert sorted(one.status for one in answers) == [302, 422]
            late = next(number for number in range(2) if answers[number].status == 422)
            first, second = wanted[1 - late], wanted[late]
            assert site.one("SELECT phone FROM people_person") == first["phone"]
            assert SHOWN in answers[late].body
            for value in (first["phone"], second["phone"]):
                assert f"<strong>{value}</strong>" in answers[late].body

            decided = {**fields_of(answers[late].body, path), "pilih-phone": "saya"}
            assert officers[late].post(path, decided).status == 302
            [(phone, address)] = site.ask("SELECT phone, address FROM people_person")
            assert (phone, address) == (second["phone"], f"Jalan {turn}")
    noted = site.one("SELECT count(*) FROM journal_entry WHERE verb = 'correct_contact'")
    assert noted == 2 * max(POINTS // 2, 2)
