"""A seat given or taken against the rule: by two persons, with reason and law, and with everybody who loses named."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from factories import admissions as world
from factories import network, people
from page_forms import fields_of
from titian.admissions.actions.departures import (
    agree_departure,
    ask_departure,
    drop_departure,
    propose_departure,
)
from titian.admissions.actions.offers import accept_offer, decline_offer
from titian.admissions.actions.weigh import weigh_departure
from titian.admissions.bundle import checks_of, sha256_of
from titian.admissions.jobs import propose, weigh
from titian.admissions.models import Departure, Offer, Result, RunKind
from titian.admissions.queries.departures import touched_by
from titian.admissions.queries.refusals import refusals_in_words
from titian.admissions.queries.screens import result_of
from titian.core.errors import DomainError
from titian.counselling.actions.ties import declare_kin
from titian.journal.models import Entry
from titian.network.models import Role
from titian.planning.seats import DISABILITY, PlannedGroup

pytestmark = pytest.mark.django_db
LAW = {
    "cause": "court",
    "basis": "Putusan PTUN 12/G/2026",
    "reason": "Pengadilan memerintahkan kursi bagi penggugat.",
}


@pytest.fixture
def full():
    """Two seats, four who want them with marks 90, 80, 70 and 60; the result is proposed, not yet confirmed."""
    called = world.call()
    applications = [world.applicant(called) for _mark in range(4)]
    for application, mark in zip(applications, (90, 80, 70, 60), strict=True):
        world.judged(called, application, mark)
    world.proposed(world.drawn(called))
    called.reload()
    return called, applications


def asked(called, application, choice=None):
    made = ask_departure(application, choice, actor=called.clerk)
    return weigh_departure(made, actor=called.clerk)


def agreed(called, application, choice=None, **said):
    made = propose_departure(asked(called, application, choice), actor=called.clerk, **{**LAW, **said})
    return agree_departure(made, actor=called.head)


def refused(code, act, *args, **kwargs):
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code


def holders():
    return [offer.application_id for offer in Offer.objects.live().order_by("seat")]


def failing(bundle):
    return [check.what for check in checks_of(bundle) if not check.holds]


def test_a_seat_against_the_rule_names_who_loses_is_done_by_two_and_stays_visible(full, tmp_path, capsys):
    called, (first, second, third, last) = full
    made = asked(called, last, last.choices.get())
    (loser,) = touched_by(made, "losers", with_names=True)
    assert (loser.application, loser.before, loser.after) == (second, second.choices.get(), None)
    (masked,) = touched_by(made, "losers", with_names=False)
    assert "*" in masked.name
    refused("law_missing", propose_departure, made, actor=called.clerk, **{**LAW, "basis": "UU"})
    refused("law_missing", propose_departure, made, actor=called.clerk, **{**LAW, "cause": "whim"})
    refused("reason_missing", propose_departure, made, actor=called.clerk, **{**LAW, "reason": "Perlu."})
    refused("not_the_asker", propose_departure, made, actor=called.head, **LAW)
    propose_departure(made, actor=called.clerk, **LAW)
    refused("two_persons", agree_departure, made, actor=called.clerk)
    agree_departure(made, actor=called.head)
    run = called.round.runs.get(state="proposed")
    with pytest.raises(
        DomainError, match="Keadaan sudah berubah"
    ):  # computed before the change was agreed to
        world.confirmed(called, run)
    run = world.confirmed(called, world.proposed(called))
    assert holders() == [first.pk, last.pk]
    assert (Departure.objects.get().state, Departure.objects.get().run) == ("in_force", run)

    (refusal,) = refusals_in_words(result_of(second))
    assert refusal.words[0] == (
        "Menurut aturan saja kursi di sini menjadi milik Anda. Ia hilang karena keputusan di luar aturan: putusan "
        "pengadilan atau lembaga pengawas. Dasarnya: Putusan PTUN 12/G/2026."
    )
    (refusal,) = refusals_in_words(result_of(third))
    assert not any("di luar aturan" in word for word in refusal.words)
    (told,) = called.round.published["departures"]
    assert (told["number"], told["cause"], told["losers"]) == (last.number, "court", [second.number])
    assert told["name"].count("*") > 3
    assert called.round.published["classes"][0]["cutoffs"][0]["taken"] == 2
    assert (
        called.round.published["classes"][0]["cutoffs"][0]["last"] is None
    )  # one seat by the rule: one person's mark

    verbs = list(Entry.objects.filter(subject_type="admissions.departure").values_list("verb", flat=True))
    assert set(verbs) >= {"ask_departure", "propose_departure", "agree_departure", "enforce_departure"}
    file = tmp_path / "run.json"
    file.write_text(run.bundle)
    call_command("admissions", "verify", str(file))
    said = capsys.readouterr().out
    assert "menurut aturan, kecuali 1 perubahan yang dinyatakan" in said
    assert f"- {last.number}: kursi diberikan; putusan pengadilan" in said
    assert second.number in said


def test_a_bundle_that_hides_or_dresses_up_a_change_is_not_believed(full, tmp_path):
    called, (first, second, third, last) = full
    agreed(called, last, last.choices.get())
    run = world.confirmed(called, world.proposed(called))
    whole = json.loads(run.bundle)
    assert failing(whole) == []
    place = whole["applicants"].index
    (declared,) = whole["departures"]

    hidden = json.loads(run.bundle)  # the seat stays given, and nothing is declared
    hidden["departures"], hidden["losers"] = [], []
    assert "outcome" in failing(hidden)
    smuggled = json.loads(run.bundle)  # the seat is called one that was held before
    smuggled["departures"], smuggled["losers"] = [], []
    smuggled["arrays"]["slot_holder"][declared["slot"]] = declared["contract"]
    assert failing(smuggled) == ["holders"]
    shamed = json.loads(run.bundle)
    shamed["losers"] = []
    assert failing(shamed) == ["losers"]
    lawless = json.loads(run.bundle)
    lawless["departures"][0]["basis"] = " "
    assert "departures" in failing(lawless)
    second_one = json.loads(run.bundle)  # another is moved as well, under the same reason
    second_one["output"]["contract"][place(first.number)] = -1
    assert "outcome" in failing(second_one)
    another = json.loads(run.bundle)  # somebody else is declared to have been seated
    another["departures"][0]["number"] = third.number
    assert "departures" in failing(another)
    file = tmp_path / "run.json"
    file.write_text(json.dumps(hidden))
    with pytest.raises(CommandError, match="tidak dapat dipercaya"):
        call_command("admissions", "verify", str(file))
    assert second


def test_who_is_taken_out_is_told_so_and_the_next_gets_the_seat(full):
    called, (first, second, third, _last) = full
    made = agreed(called, first, cause="false_papers", basis="Pasal 9 pengumuman seleksi")
    assert made.effect["losers"] == []
    assert [row[0] for row in made.effect["winners"]] == [third.pk]
    run = world.confirmed(called, world.proposed(called))
    assert set(holders()) == {second.pk, third.pk}
    (refusal,) = refusals_in_words(result_of(first))
    assert refusal.words == [
        "Anda dikeluarkan dari hasil ini oleh keputusan di luar aturan: keterangan atau berkas yang tidak benar. "
        "Dasarnya: Pasal 9 pengumuman seleksi."
    ]
    assert failing(json.loads(run.bundle)) == []
    undone = json.loads(run.bundle)
    undone["departures"][0]["cause"] = ""
    assert "departures" in failing(undone)


def test_after_confirmation_only_whom_the_change_touches_is_moved_and_refills_carry_it(
    full, tmp_path, capsys
):
    called, (first, second, third, last) = full
    before = world.confirmed(called, called.round.runs.get(state="proposed"))
    accept_offer(Offer.objects.get(application=first), actor=called.clerk)
    agreed(called, last, last.choices.get())
    run = world.confirmed(called, world.proposed(called, RunKind.DEPARTURE))
    assert set(holders()) == {first.pk, last.pk}
    assert Offer.objects.get(application=first).state == "accepted"
    assert Offer.objects.get(application=second).state == "moved"
    assert failing(json.loads(run.bundle)) == []
    files = [tmp_path / f"{one.number}.json" for one in (before, run)]
    for file, one in zip(files, (before, run), strict=True):
        file.write_text(one.bundle)
    call_command("admissions", "verify", str(files[1]), before=files[0])
    forged = json.loads(before.bundle)
    forged["output"]["slot"][0], forged["output"]["slot"][1] = forged["output"]["slot"][1::-1]
    files[0].write_text(json.dumps(forged))
    with pytest.raises(CommandError, match="tidak dapat dipercaya"):
        call_command("admissions", "verify", str(files[1]), before=files[0])

    decline_offer(Offer.objects.get(application=first), actor=called.clerk)
    refill = world.confirmed(called, world.proposed(called, RunKind.REFILL))
    assert set(holders()) == {second.pk, last.pk}
    bundle = json.loads(refill.bundle)
    assert [one["slot"] for one in bundle["departures"]] == [-1]  # held by now, and still declared
    assert (failing(bundle), bundle["losers"]) == ([], [])
    assert len(called.round.published["departures"]) == 1
    (refusal,) = refusals_in_words(result_of(third))
    assert not any("menjadi milik Anda" in word for word in refusal.words)
    assert sha256_of(refill.bundle) == refill.sha256


def test_who_lost_a_seat_reads_it_after_every_later_run(full):
    called, (first, second, _third, last) = full
    agreed(called, last, last.choices.get())
    world.confirmed(called, world.proposed(called))
    assert first
    world.confirmed(called, world.proposed(called, RunKind.REFILL))
    (refusal,) = refusals_in_words(result_of(second))
    assert "menjadi milik Anda" in refusal.words[0]


def test_no_accepted_seat_is_taken_for_somebody_else_unless_its_holder_is_named(full):
    called, (first, second, _third, last) = full
    world.confirmed(called, called.round.runs.get(state="proposed"))
    for one in (first, second):
        accept_offer(Offer.objects.get(application=one), actor=called.clerk)
    made = asked(called, last, last.choices.get())
    assert (made.state, made.finding) == (
        "dropped",
        "Semua kursi yang cocok dipegang orang yang sudah menerimanya.",
    )
    agreed(called, first)
    agreed(called, last, last.choices.get())
    run = world.confirmed(called, world.proposed(called, RunKind.DEPARTURE))
    assert set(holders()) == {second.pk, last.pk}
    assert len(json.loads(run.bundle)["departures"]) == 2
    assert failing(json.loads(run.bundle)) == []


def test_the_seat_given_is_the_last_of_the_class_and_spends_no_guarantee():
    called = world.call(
        [
            PlannedGroup("Disabilitas", 1, ((DISABILITY,), ()), guarantee=True),
            PlannedGroup("Terbuka", 1, ((),)),
        ]
    )
    disabled = world.applicant(called, disability=True)
    best, worst = world.applicant(called), world.applicant(called)
    for application, mark in zip((disabled, best, worst), (50, 90, 40), strict=True):
        world.judged(called, application, mark)
    world.proposed(world.drawn(called))
    agreed(called, worst, worst.choices.get())
    world.confirmed(called, world.proposed(called))
    assert holders() == [disabled.pk, worst.pk]


def test_a_change_that_changes_nothing_or_is_asked_out_of_turn_is_refused(full):
    called, (first, _second, third, last) = full
    assert "sudah mendapat kursi itu" in asked(called, first, first.choices.get()).finding
    assert "tidak mendapat kursi" in asked(called, last).finding
    refused("foreign_choice", ask_departure, last, first.choices.get(), actor=called.clerk)
    made = asked(called, third, third.choices.get())
    refused("departure_not_asked", ask_departure, third, third.choices.get(), actor=called.clerk)
    assert drop_departure(made, actor=called.head).state == "dropped"
    declare_kin(third.person, "sibling", actor=called.clerk)
    refused("tied", ask_departure, third, third.choices.get(), actor=called.clerk)
    refused("may_not", ask_departure, last, last.choices.get(), actor=called.rater)
    other = world.call(centre=network.organisation("BLK Lain"))
    early = world.applicant(other)
    refused("departure_not_asked", ask_departure, early, early.choices.get(), actor=other.clerk)


def test_one_of_the_two_leads_the_centre(full):
    called, (*_others, last) = full
    colleague = network.member(Role.CENTRE_CLERK, called.centre)
    made = propose_departure(asked(called, last, last.choices.get()), actor=called.clerk, **LAW)
    with pytest.raises(DomainError, match="harus kepala balai"):
        agree_departure(made, actor=colleague)


def test_a_change_is_asked_weighed_proposed_and_agreed_on_screen(full, ask):
    called, (_first, second, _third, last) = full
    rounds = f"/seleksi/{called.round.pk}/"
    path = f"{rounds}lamaran/{last.pk}/perubahan/"
    assert path in ask(f"{rounds}lamaran/{last.pk}/", called.clerk).content.decode()
    assert ask(path, called.rater).status_code == 403
    assert ask(path, network.member(Role.CENTRE_CLERK, network.organisation("BLK Asing"))).status_code == 404
    assert "Wajib" in ask(path, called.clerk, {}).content.decode() or Departure.objects.count() == 0
    with patch("titian.admissions.views.departures.app.configure_task") as task:
        page = ask(path, called.clerk, {"what": last.choices.get().pk}).content.decode()
    assert "Aturan sedang dijalankan" in page
    weigh(**task.return_value.defer.call_args.kwargs)
    weigh(**task.return_value.defer.call_args.kwargs)  # the worker may get a job twice
    made = Departure.objects.get()
    own = f"{rounds}perubahan/{made.pk}/"
    page = ask(own, called.clerk).content.decode()
    assert second.person.name in page
    seen = ask(own, called.rater).content.decode()
    assert second.number in seen
    assert f'<th scope="row">{second.person.name}</th>' not in seen
    assert ask(own, called.rater, {"langkah": "setuju"}).status_code == 403
    poor = ask(own, called.clerk, {"langkah": "usul", "cause": "court", "basis": "UU", "reason": "Perlu."})
    assert "Sebutkan dasar hukumnya" in poor.content.decode()
    assert "orang kedua" in ask(own, called.clerk, {"langkah": "usul", **LAW}).content.decode()
    assert (
        "Yang menyetujui harus orang lain" in ask(own, called.clerk, {"langkah": "setuju"}).content.decode()
    )
    ask(own, called.head, {"langkah": "setuju"})
    result = ask(f"{rounds}hasil/", called.clerk).content.decode()
    assert "belum dihitung dalam usulan" in result
    with patch("titian.admissions.views.rounds.app.configure_task") as task:
        ask(f"{rounds}langkah/", called.clerk, {"langkah": "first"})
    propose(**task.return_value.defer.call_args.kwargs)
    result = ask(f"{rounds}hasil/", called.head).content.decode()
    assert "mereka kehilangan karena perubahan di luar aturan" in result
    run = called.round.runs.get(state="proposed")
    ask(f"{rounds}hasil/tetapkan/", called.head, {"sha256": run.sha256})
    public = ask(f"/undian/{called.round.pk}/").content.decode()
    assert "kecuali 1 perubahan" in public
    assert last.number in public
    assert LAW["basis"] in public
    assert LAW["reason"] not in public
    assert last.person.name not in public
    assert Result.objects.filter(run=run, application=last).get().choice is not None


def test_the_person_reads_the_decision_about_their_own_application(full, ask):
    called, (*_others, last) = full
    last.person.user = network.user("Penggugat Rekaan")
    last.person.save()
    agreed(called, last, last.choices.get())
    world.confirmed(called, world.proposed(called))
    mine = ask(f"/lamaran-saya/{last.pk}/", last.person.user).content.decode()
    assert "Keputusan di luar aturan tentang lamaran Anda" in mine
    assert LAW["basis"] in mine
    assert fields_of(mine, f"/lamaran-saya/{last.pk}/jawab/") is not None
    assert people
