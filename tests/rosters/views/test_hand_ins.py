"""A community centre hands its roster in; the centre that supervises it reads it, or sends it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from factories import network as network_factory
from rosters.conftest import ANI, BUDI, CITRA
from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.network.models import Organisation, Role
from titian.rosters.actions.hand_in import forget_old_uploads
from titian.rosters.models import Load, StagedRow, UploadedRoster, UploadState
from titian.training.models import Enrolment


def operator_of(name: str, centre: Organisation) -> User:
    community = network_factory.organisation(name, "blk_komunitas")
    network_factory.supervise(centre, community)
    return network_factory.member(Role.CENTRE_CLERK, community, name=f"Operator {name}")


@pytest.fixture
def operator(centre) -> User:
    return operator_of("BLKK Al-Hikmah", centre)


@pytest.fixture
def neighbour(centre) -> User:
    return operator_of("BLKK Darussalam", centre)


@pytest.fixture
def send(ask):
    """Send files as an operator: `send(operator, path)`."""

    def run(user: User, *paths, **told):
        files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
        return ask("/roster/kirim/", user, post={"way": "0", "year": "2026", "rosters": files, **told})

    return run


@pytest.fixture(autouse=True)
def _in_2026(monkeypatch) -> None:
    """Rosters of the years offered."""
    monkeypatch.setattr("titian.rosters.views.hand_ins._years", lambda: [2026, 2022])


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_an_operator_sends_is_read_and_carried_out_by_the_centre(
    ask, carry, send, operator, clerk, centre, roster
):
    sent = send(operator, roster(ANI, {**BUDI, "NIK": ""}), year="2022", note="Gelombang satu")
    assert (sent.status_code, sent.url) == (302, "/roster/kirim/")
    upload = UploadedRoster.objects.get()
    assert (upload.sender.name, upload.centre, upload.year, upload.channel_id, upload.state) == (
        "BLKK Al-Hikmah", centre, 2022, "community", "sent",
    )  # fmt: skip
    assert ANI["NIK"].encode() not in bytes(upload.content)
    assert "Terkirim, menunggu dibaca balai" in text(ask("/roster/kirim/", operator))
    inbox = text(ask("/roster/", clerk))
    assert "Kiriman masuk" in inbox
    assert "Gelombang satu" in inbox

    taken = ask(f"/roster/kiriman/{upload.batch}/baca/", clerk, post={})
    load = Load.objects.get()
    assert (taken.url, load.centre, load.year, load.actor) == (
        f"/roster/muatan/{load.pk}/", centre, 2022, clerk,
    )  # fmt: skip
    assert "Kiriman masuk" not in text(ask("/roster/", clerk))
    ask(f"{taken.url}proses/", clerk, post={})
    assert "Dibaca dan dinilai, belum dijalankan" in text(ask("/roster/kirim/", operator))
    carry(taken.url, {})

    assert Enrolment.objects.count() == 1
    told = text(ask("/roster/kirim/", operator))
    for words in ("Dijalankan", "1 baris diterima", "1 baris ditahan", "Mengapa ditahan"):
        assert words in told
    for word in (ANI["NIK"], "Ani Lestari", "Budi Santoso"):
        assert word not in told
    assert ask(taken.url, operator).status_code == 404


def test_taking_twice_leads_to_the_one_load(ask, send, operator, clerk, roster):
    send(operator, roster(ANI))
    batch = UploadedRoster.objects.get().batch
    first = ask(f"/roster/kiriman/{batch}/baca/", clerk, post={})

    assert ask(f"/roster/kiriman/{batch}/baca/", clerk, post={}).url == first.url
    assert Load.objects.count() == 1


def test_another_operator_sees_nothing_of_it(ask, send, operator, neighbour, roster, acting_as):
    send(operator, roster(ANI))
    batch = UploadedRoster.objects.get().batch

    assert "roster.xlsx" not in text(ask("/roster/kirim/", neighbour))
    for step in ("baca", "kembalikan"):
        assert ask(f"/roster/kiriman/{batch}/{step}/", neighbour, post={"reason": "x"}).status_code == 404
    with acting_as(neighbour):
        assert UploadedRoster.objects.count() == 0
    with acting_as(operator):
        assert UploadedRoster.objects.count() == 1


def test_the_operator_does_not_take_or_return_what_was_sent(ask, send, operator, roster):
    send(operator, roster(ANI))
    upload = UploadedRoster.objects.get()

    for step in ("baca", "kembalikan"):
        assert (
            ask(f"/roster/kiriman/{upload.batch}/{step}/", operator, post={"reason": "x"}).status_code == 403
        )
    refused = ask("/roster/muat/", operator)
    assert (
        refused.status_code,
        "daftar pesertanya dikirim kepada BPVP Banyuwangi" in refused.content.decode(),
    ) == (
        403,
        True,
    )
    assert UploadedRoster.objects.get().state == UploadState.SENT


def test_what_is_returned_comes_with_its_reason_and_leaves_no_content(ask, send, operator, clerk, roster):
    send(operator, roster(ANI))
    batch = UploadedRoster.objects.get().batch
    silent = ask(f"/roster/kiriman/{batch}/kembalikan/", clerk, post={"reason": ""})
    assert silent.status_code == 400

    done = ask(f"/roster/kiriman/{batch}/kembalikan/", clerk, post={"reason": "Kolom NIK kosong."})

    assert done.url == "/roster/"
    assert "Kolom NIK kosong." in text(ask("/roster/kirim/", operator))
    assert "Berkas daftar peserta yang dikembalikan balai" in text(ask("/", operator))
    assert UploadedRoster.objects.get().content is None
    again = ask(f"/roster/kiriman/{batch}/kembalikan/", clerk, post={"reason": "Sekali lagi."})
    assert again.status_code == 409
    send(operator, roster(ANI))
    assert "Berkas daftar peserta yang dikembalikan balai" not in text(ask("/", operator))


def test_the_same_file_sent_twice_waits_once(ask, send, operator, clerk, roster):
    path = roster(ANI)
    send(operator, path)

    again = send(operator, path)

    assert again.status_code == 302
    assert UploadedRoster.objects.count() == 1
    send(operator, path, year="2022")
    assert sorted(UploadedRoster.objects.values_list("year", flat=True)) == [2022, 2026]


def test_a_file_that_is_no_roster_is_refused_at_once_and_nothing_is_kept(
    ask, send, operator, roster, tmp_path
):
    bad = tmp_path / "a.xlsx"
    bad.write_bytes(b"bukan lembar kerja")

    refused = send(operator, roster(ANI), bad)

    assert refused.status_code == 422
    assert "isinya bukan lembar kerja" in text(refused)
    assert UploadedRoster.objects.count() == 0


@pytest.mark.parametrize("told", [{"year": "1999"}, {"way": "7"}, {"rosters": []}])
def test_what_the_form_does_not_know_is_refused(send, operator, roster, told):
    assert send(operator, roster(ANI), **told).status_code == 400
    assert UploadedRoster.objects.count() == 0


def test_who_has_no_supervising_centre_sends_nothing(ask, send, operator, clerk, centre, roster):
    instructor = network_factory.member(Role.INSTRUCTOR, Organisation.objects.get(name="BLKK Al-Hikmah"))
    stranger = network_factory.member(Role.CENTRE_CLERK, network_factory.organisation("BPVP Lain"))

    assert [ask("/roster/kirim/", one).status_code for one in (clerk, instructor, stranger)] == [
        403,
        403,
        403,
    ]
    send(operator, roster(ANI))
    batch = UploadedRoster.objects.get().batch
    assert ask(f"/roster/kiriman/{batch}/baca/", stranger, post={}).status_code == 404
    assert ask(f"/roster/kiriman/{batch}/baca/", clerk).status_code == 405


def test_a_load_thrown_away_lets_what_was_sent_wait_again(ask, send, operator, clerk, roster):
    send(operator, roster(ANI))
    batch = UploadedRoster.objects.get().batch
    load = ask(f"/roster/kiriman/{batch}/baca/", clerk, post={}).url
    ask(f"{load}proses/", clerk, post={})

    ask(f"{load}buang/", clerk, post={"sure": "on"})

    assert (Load.objects.count(), StagedRow.objects.count()) == (0, 0)
    assert UploadedRoster.objects.get().state == UploadState.SENT
    again = ask(f"/roster/kiriman/{batch}/baca/", clerk, post={}).url
    ask(f"{again}proses/", clerk, post={})
    assert StagedRow.objects.count() == 1


@pytest.mark.parametrize(("days", "state", "kept"), [(59, "sent", True), (61, "returned", False)])
def test_what_waits_is_kept_for_sixty_days(ask, send, operator, roster, days, state, kept):
    send(operator, roster(ANI))
    UploadedRoster.objects.update(uploaded_at=timezone.now() - timedelta(days=days))

    forget_old_uploads(actor=system_actor("shell"))

    upload = UploadedRoster.objects.get()
    assert (upload.state, upload.content is not None) == (state, kept)
    assert ("dalam 60 hari, jadi isinya dihapus" in text(ask("/roster/kirim/", operator))) is not kept


def test_home_and_navigation_lead_there_and_the_clerk_is_told(ask, send, operator, clerk, roster):
    page = text(ask("/", operator))
    assert 'href="/roster/kirim/"' in page
    assert 'href="/roster/"' not in page
    assert "kiriman yang belum dibaca" not in text(ask("/", clerk))

    send(operator, roster(ANI))

    page = text(ask("/", clerk))
    assert "Berkas daftar peserta kiriman yang belum dibaca" in page
    assert 'href="/roster/kirim/"' not in page


def test_both_lists_cost_the_same_for_one_and_for_three(
    ask, send, operator, clerk, roster, django_assert_max_num_queries
):
    def costs() -> list[int]:
        found = []
        for path, user in (("/roster/kirim/", operator), ("/roster/", clerk), ("/", operator)):
            with django_assert_max_num_queries(60) as asked:
                assert ask(path, user).status_code == 200
            found.append(len(asked))
        return found

    send(operator, roster(ANI))
    one = costs()
    send(operator, roster(BUDI, name="b.xlsx"))
    send(operator, roster(CITRA, name="c.xlsx"))

    assert costs() == one
