"""At the counter nobody is recorded twice because a question was passed over."""

from __future__ import annotations

from factories import network
from titian.people.models import JobSeekerCard, Person
from titian.standards.models import Region

REFUSED = "Jawab dahulu: orang yang sudah tercatat, atau orang baru?"


def test_who_may_be_on_record_already_is_asked_for_before_anything_is_saved(get, world) -> None:
    officer, person = world.users["regency_office"], world.person
    card = {
        "name": person.name, "nik": "", "no_nik_reason": "lost", "birth_date": person.birth_date.isoformat(),
        "sex": person.sex,
    }  # fmt: skip
    office = network.Organisation.objects.get(memberships__user=officer)
    regency = Region.objects.get(pk=person.regency_id)
    rest = {**card, "simpan": "1", "regency": regency.pk, "office": office.pk}
    people = Person.objects.count()

    offered = get("/loket/", officer, post=card).content.decode()
    assert 'name="mirip"' in offered
    unanswered = get("/loket/", officer, post={**rest, "mirip": "1"})
    assert (unanswered.status_code, REFUSED in unanswered.content.decode()) == (422, True)
    assert Person.objects.count() == people

    joined = get("/loket/", officer, post={**rest, "mirip": "1", "same_as": str(person.pk)})
    assert joined.status_code == 302
    assert Person.objects.count() == people
    assert JobSeekerCard.objects.get().person_id == person.pk


def test_no_sex_is_taken_for_granted(get, world) -> None:
    page = get("/loket/", world.users["regency_office"]).content.decode()
    assert '<option value="" selected>pilih</option>' in page
