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
    unanswered = get("/loket/", officer, post={**rest, "mirip": person.pk})
    assert (unanswered.status_code, REFUSED in unanswered.content.decode()) == (422, True)
    assert Person.objects.count() == people

    joined = get("/loket/", officer, post={**rest, "mirip": person.pk, "same_as": str(person.pk)})
    assert joined.status_code == 302
    assert Person.objects.count() == people
    assert JobSeekerCard.objects.get().person_id == person.pk


def test_who_is_known_by_a_telephone_alone_is_asked_about_before_a_record_is_made(get, world) -> None:
    officer, known = world.users["regency_office"], world.person
    Person.objects.filter(pk=known.pk).update(phone="+6281234567890", address="Jalan Melati 3 Kalipuro")
    office = network.Organisation.objects.get(memberships__user=officer)
    card = {
        "name": "Siti Rekan", "nik": "", "no_nik_reason": "lost", "birth_date": "1994-01-02", "sex": known.sex,
    }  # fmt: skip
    sent = {
        **card, "simpan": "1", "regency": known.regency_id, "office": office.pk, "phone": "0812 3456 7890",
        "address": "Jalan Melati 3 Kalipuro",
    }  # fmt: skip
    people = Person.objects.count()

    assert 'name="mirip"' not in get("/loket/", officer, post=card).content.decode()
    asked = get("/loket/", officer, post=sent)
    page = asked.content.decode()
    assert (asked.status_code, Person.objects.count()) == (422, people)
    assert f'name="mirip" value="{known.pk} "' in page
    assert "telepon sama" in page
    assert "checked" not in page.partition('name="mirip"')[2].partition("</fieldset>")[0]
    # An answer to another question is none to this one.
    assert get("/loket/", officer, post={**sent, "mirip": "999999", "same_as": ""}).status_code == 422
    assert Person.objects.count() == people
    assert get("/loket/", officer, post={**sent, "mirip": known.pk, "same_as": ""}).status_code == 302
    assert Person.objects.count() == people + 1


def test_no_sex_is_taken_for_granted(get, world) -> None:
    page = get("/loket/", world.users["regency_office"]).content.decode()
    assert '<option value="" selected>pilih</option>' in page
