from __future__ import annotations

import pytest

from titian.accounts.actions import system_actor
from titian.journal.models import Entry
from titian.network.actions import register_organisation
from titian.programmes.actions import KnownProgramme, NewProgramme, register_programmes
from titian.programmes.models import Programme
from titian.standards.actions import load_code_lists

pytestmark = pytest.mark.django_db


def test_programmes_of_a_roster_are_registered_once_an_owner() -> None:
    actor = system_actor("shell")
    load_code_lists(actor)
    first = register_organisation("uptp_bpvp", "BPVP A", actor=actor)
    second = register_organisation("uptp_bpvp", "BPVP B", actor=actor)
    new = [
        NewProgramme(first.pk, "Barista", "tourism", 180),
        NewProgramme(first.pk, "BARISTA", None, None),
        NewProgramme(second.pk, "Barista", None, 160),
    ]

    known = register_programmes(new, actor=actor)

    barista = Programme.objects.get(owner=first)
    assert (barista.name, barista.field_id, barista.hours) == ("Barista", "tourism", 180)
    other = Programme.objects.get(owner=second)
    assert known == {
        (first.pk, "barista"): KnownProgramme(barista.pk, 17),
        (second.pk, "barista"): KnownProgramme(other.pk, 17),
    }
    assert register_programmes(new, actor=actor) == known
    assert Entry.objects.filter(verb="register_programmes").count() == 1


def test_nothing_to_register_is_no_entry() -> None:
    assert register_programmes([], actor=system_actor("shell")) == {}
    assert not Entry.objects.exists()
