"""What the screens of entering a class by hand offer to choose from."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.network.models import Organisation
from titian.network.queries import areas_of, organisations_of
from titian.network.reach import reach_of
from titian.planning.models import TrainingClass
from titian.planning.permissions import KEEPERS
from titian.programmes.models import Programme
from titian.standards.models import Region
from titian.standards.models.region import RegionLevel
from titian.training.models import Enrolment
from titian.training.queries import enrolments_of

Choice = tuple[str, str]
SUGGESTIONS = 300


def centres_to_open_for(user: User) -> list[Organisation]:
    """Return the user's own organisations and those that guide them: they answer for a class."""
    today = timezone.localdate()
    own = organisations_of(user, today, KEEPERS)
    guides = Q(supervisions__organisation__in=own, supervisions__period__contains=today)
    centres = Organisation.objects.filter(Q(pk__in=own) | guides, kind__trains=True)
    return list(centres.distinct().order_by("name_key"))


def organisers_for(user: User, centres: list[Organisation]) -> list[Organisation]:
    """Return who may run a class: the centres and everybody the user reaches."""
    reached = {one.pk for one in centres} | set(reach_of(user).organisations)
    return list(Organisation.objects.filter(pk__in=reached).order_by("name_key"))


def programmes_of(centre_ids: list[int]) -> list[str]:
    """Return the names of programmes these centres have given, for suggestion."""
    names = Programme.objects.filter(owner__in=centre_ids).order_by("name").values_list("name", flat=True)
    return list(names.distinct()[:SUGGESTIONS])


def regencies_for(training_class: TrainingClass) -> list[tuple[str, list[Choice]]]:
    """Return the regencies to choose from, those the centre looks after first."""
    near = [(area.code, area.name) for area in areas_of(training_class.centre, timezone.localdate())]
    known = {code for code, _name in near}
    others: dict[str, list[Choice]] = {}
    rows = Region.objects.filter(level=RegionLevel.REGENCY, retired=False).order_by("parent", "name")
    for code, name, province in rows.values_list("code", "name", "parent__name"):
        if code not in known:
            others.setdefault(province, []).append((code, name))
    first = [(_("Wilayah binaan balai"), near)] if near else []
    return [*first, *others.items()]


def seated(training_class: TrainingClass, user: User) -> list[Enrolment]:
    """Return who was entered so far, the latest first."""
    return list(enrolments_of(training_class, user).order_by("-number_in_class", "-pk"))
