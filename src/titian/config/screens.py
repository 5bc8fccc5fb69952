"""The screens that are looked over, each with somebody who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application, Departure, RoundClass
from titian.admissions.states import RoundState
from titian.core.access import acting_as
from titian.counselling.models import Decision, Interview, InterviewVersion, Slot
from titian.counselling.states import VersionState
from titian.evaluation.models import PublicTable
from titian.evaluation.queries.publications import publications_for
from titian.evaluation.queries.published import published_of_programme
from titian.evaluation.queries.readers import centres_to_choose
from titian.network.models import Membership, Organisation, Role
from titian.network.queries.listing import agreements_seen
from titian.people.actions import save_step
from titian.people.models import JobSeekerCard, Person
from titian.people.support import supported
from titian.planning.models import TrainingClass
from titian.programmes.models import Programme
from titian.rosters.models import StagedRow
from titian.training.models import Enrolment


@dataclass(frozen=True)
class Screen:
    name: str
    path: str
    user: User | None = None
    registration: str = ""  # the key of a registration half way


def screens() -> list[Screen]:
    """Return them, as far as this database has such people."""
    found = [
        Screen("welcome", reverse("portal:home")),
        Screen("sign-in", reverse("account_login")),
        Screen("public", reverse("portal:public")),
        Screen("definitions", reverse("portal:definitions")),
        Screen("privacy", reverse("portal:privacy")),
        Screen("verify", reverse("portal:verify")),
        Screen("invitation-code", reverse("network:code")),
        Screen("api-docs", reverse("portal:api_docs")),
        Screen("catalogue", reverse("admissions:catalogue")),
        Screen("catalogue-near", f"{reverse('admissions:catalogue')}?dekat=35.15&cari=komptuer"),
        Screen("calendar", reverse("admissions:calendar")),
        Screen("draws", reverse("admissions:draws")),
        Screen("draw-check", reverse("admissions:verify")),
        Screen("not-found", "/tidak-ada/"),
        Screen("register", reverse("people:register")),
        Screen("card-unknown", reverse("people:verify_card", args=["tidak-ada"])),
    ]
    for offered in RoundClass.objects.filter(round__state=RoundState.OPEN).order_by("pk")[:1]:
        found.append(Screen("offered", reverse("admissions:offered", args=[offered.pk])))
    key = _half_way()
    for number in range(1, 6):
        found.append(Screen(f"register-{number}", reverse("people:register_step", args=[number]), None, key))
    for table in PublicTable.objects.order_by("-year", "centre_id")[:1]:
        found.append(
            Screen("public-tables", reverse("portal:public_tables", args=[table.centre_id, table.year]))
        )
        found.append(Screen("public-centre", reverse("portal:public_centre", args=[table.centre_id])))
        found += _public_programme(table.centre_id)
    for role in Role.values:
        if user := _member(role):
            found.append(Screen(f"home-{role}", reverse("portal:home"), user))
    if head := _member(Role.CENTRE_HEAD):
        found += _of_the_head(head)
    if clerk := _member(Role.CENTRE_CLERK):
        found += _of_the_clerk(clerk)
    for selector in _members(Role.CENTRE_CLERK):
        with acting_as(selector.pk):
            selects = AdmissionRound.objects.visible_to(selector).exists()
        if selects:
            found += _of_the_rounds(selector)
            break
    if officer := _member(Role.REGENCY_OFFICE):
        found += _of_the_officer(officer)
    found += _of_the_counsellor()
    if unit := _member(Role.DISABILITY_UNIT):
        found.append(Screen("support", reverse("people:support"), unit))
        with acting_as(unit.pk):
            for person_id in list(supported())[:1]:
                found.append(Screen("promise", reverse("people:promise", args=[person_id]), unit))
    if guard := _member(Role.DATA_PROTECTION):
        found.append(Screen("deletions", reverse("people:deletions"), guard))
    if planner := _member(Role.NATIONAL_PLANNER):
        for organisation in Organisation.objects.filter(kind__trains=True).order_by("pk")[:1]:
            path = reverse("network:supervision", args=[organisation.pk])
            found.append(Screen("supervision", path, planner))
            path = reverse("network:ownership", args=[organisation.pk])
            found.append(Screen("ownership", path, planner))
    for operator in _operators():
        found.append(Screen("home-operator", reverse("portal:home"), operator))
        found.append(Screen("hand-in", reverse("rosters:hand_in"), operator))
    if citizen := _citizen():
        found.append(Screen("home-citizen", reverse("portal:home"), citizen))
        found.append(Screen("applications-mine", reverse("admissions:mine"), citizen))
        found.append(Screen("counselling-mine", reverse("counselling:mine"), citizen))
        found.append(Screen("counselling-book", reverse("counselling:book"), citizen))
        with acting_as(citizen.pk):
            for own in Application.objects.filter(person__user=citizen).order_by("pk")[:1]:
                found.append(
                    Screen("application-mine", reverse("admissions:my_application", args=[own.pk]), citizen)
                )
            for round_ in AdmissionRound.objects.filter(state=RoundState.OPEN).order_by("pk")[:1]:
                found.append(Screen("apply", reverse("admissions:apply", args=[round_.pk]), citizen))
        for name in ("my_data", "my_data_change", "my_data_deletion"):
            found.append(Screen(name.replace("_", "-"), reverse(f"portal:{name}"), citizen))
    return found


def _of_the_head(head: User) -> list[Screen]:
    found = [
        Screen("classes", reverse("portal:classes"), head),
        Screen("account", reverse("portal:account"), head),
        Screen("second-factor", reverse("mfa_index"), head),
        Screen("second-factor-on", reverse("mfa_activate_totp"), head),
        Screen("password", reverse("account_change_password"), head),
        Screen("evaluations", reverse("evaluation:index"), head),
        Screen("first-day", reverse("portal:first_day"), head),
        Screen("sessions", reverse("network:sessions"), head),
        Screen("tokens", reverse("network:tokens"), head),
        Screen("token-new", reverse("network:token_new"), head),
        Screen("organisations", reverse("network:organisations"), head),
        Screen("agreements", reverse("portal:agreements"), head),
        Screen("agreement-new", reverse("portal:agreement_new"), head),
        Screen("kit", reverse("portal:kit"), head),
    ]
    with acting_as(head.pk):
        for row in centres_to_choose(head)[:1]:
            args = [row.centre.pk, row.years[0]]
            for name, page in [
                ("evaluation", "evaluation:rakor"),
                ("compare", "evaluation:compare"),
                ("publications", "evaluation:publications"),
                ("plan", "portal:plan"),
                ("plan-revise", "portal:plan_revise"),
            ]:
                found.append(Screen(name, reverse(page, args=args), head))
            for version in publications_for(head, row.centre, row.years[0])[:1]:
                found.append(
                    Screen(
                        "publication", reverse("evaluation:publication", args=[*args, version.version]), head
                    )
                )
            for name, page in [
                ("organisation", "portal:organisation"),
                ("invite", "network:invite"),
                ("invite-operators", "network:invite_operators"),
                ("member-add", "network:add_member"),
                ("letterhead", "network:letterhead"),
            ]:
                found.append(Screen(name, reverse(page, args=[row.centre.pk]), head))
        for agreement in agreements_seen(head)[:1]:
            path = reverse("portal:agreement", args=[agreement.pk])
            found.append(Screen("agreement", path, head))
        enrolment = Enrolment.objects.visible_to(head).order_by("pk").first()
        if enrolment:
            found.append(Screen("class", reverse("portal:class", args=[enrolment.training_class_id]), head))
            found.append(Screen("person", reverse("portal:person", args=[enrolment.person_id]), head))
    return found


def _of_the_clerk(clerk: User) -> list[Screen]:
    found = [
        Screen("rosters", reverse("rosters:history"), clerk),
        Screen("roster-load", reverse("rosters:upload"), clerk),
        Screen("roster-blank", reverse("rosters:blank"), clerk),
        Screen("find", reverse("portal:find"), clerk),
        Screen("class-new", reverse("portal:class_new"), clerk),
    ]
    with acting_as(clerk.pk):
        for row in StagedRow.objects.visible_to(clerk).waiting_for_repair().order_by("pk")[:1]:
            found.append(Screen("roster-verdicts", reverse("rosters:load", args=[row.load_id]), clerk))
            found.append(Screen("roster-undo", reverse("rosters:undo", args=[row.load_id]), clerk))
            found.append(Screen("roster-repair", reverse("rosters:repair", args=[row.pk]), clerk))
        for enrolment in Enrolment.objects.visible_to(clerk).order_by("pk")[:1]:
            for name in ("participant_new", "class_results", "class_outcomes", "class_roles"):
                path = reverse(f"portal:{name}", args=[enrolment.training_class_id])
                found.append(Screen(name.replace("_", "-"), path, clerk))
    return found


def _of_the_rounds(clerk: User) -> list[Screen]:
    """Each step of admission, by a round that stands there."""
    found = [
        Screen("rounds", reverse("admissions:rounds"), clerk),
        Screen("round-new", reverse("admissions:round_new"), clerk),
        Screen("people", reverse("portal:people"), clerk),
    ]
    with acting_as(clerk.pk):
        for state in RoundState.values:
            for one in AdmissionRound.objects.visible_to(clerk).filter(state=state).order_by("-pk")[:1]:
                found.append(Screen(f"round-{state}", reverse("admissions:round", args=[one.pk]), clerk))
                pages = {
                    RoundState.OPEN: ("applications", "marks"),
                    RoundState.PROPOSED: ("result",),
                    RoundState.CONFIRMED: ("offers", "result", "draw"),
                }.get(RoundState(state), ())
                for page in pages:
                    found.append(Screen(page, reverse(f"admissions:{page}", args=[one.pk]), clerk))
                for departure in Departure.objects.filter(round=one).order_by("-pk")[:1]:
                    path = reverse("admissions:departure", args=[one.pk, departure.pk])
                    found.append(Screen(f"departure-{state}", path, clerk))
                for made in Application.objects.filter(round=one).order_by("pk")[: len(pages) > 1]:
                    path = reverse("admissions:application", args=[one.pk, made.pk])
                    found.append(Screen(f"application-{state}", path, clerk))
                    if state == RoundState.CONFIRMED:
                        path = reverse("admissions:departure_new", args=[one.pk, made.pk])
                        found.append(Screen("departure-new", path, clerk))
    return found


def _of_the_officer(officer: User) -> list[Screen]:
    today = timezone.localdate()
    month = f"?bentuk=III/1&tahun={today.year}&bulan={today.month}"
    found = [
        Screen("counter", reverse("people:counter"), officer),
        Screen("queue", reverse("people:queue"), officer),
        Screen("ipk", reverse("people:report") + month, officer),
    ]
    with acting_as(officer.pk):
        people = Person.objects.visible_to(officer)
        for person in people.order_by("pk")[:1]:
            for name in ("twins", "guardian"):
                found.append(Screen(name, reverse(f"people:{name}", args=[person.pk]), officer))
        for card in JobSeekerCard.objects.filter(person__in=people).order_by("pk")[:1]:
            found.append(Screen("card", reverse("people:card", args=[card.pk]), officer))
            found.append(Screen("card-verified", reverse("people:verify_card", args=[card.token])))
    return found


def _of_the_counsellor() -> list[Screen]:
    """What an office sees that has heard somebody."""
    for officer in _members(Role.REGENCY_OFFICE):
        found = [
            Screen(f"counselling-{name}", reverse(f"counselling:{name}"), officer)
            for name in ("caseload", "queue", "slots", "conflicts", "ties")
        ]
        with acting_as(officer.pk):
            for kind, rows, pages in (
                ("person_id", Interview.objects.visible_to(officer), ("case", "decide")),
                ("pk", Interview.objects.visible_to(officer), ("interview",)),
                ("pk", InterviewVersion.objects.filter(state=VersionState.CONFLICTING), ("conflict",)),
                ("pk", Decision.objects.visible_to(officer), ("compare",)),
                ("pk", Slot.objects.of_user(officer), ("slot",)),
            ):
                for key in rows.order_by("pk").values_list(kind, flat=True)[:1]:
                    found += [
                        Screen(f"counselling-{page}", reverse(f"counselling:{page}", args=[key]), officer)
                        for page in pages
                    ]
        if any(screen.name == "counselling-interview" for screen in found):
            return found
    return []


def _half_way() -> str:
    """Begin the registration of somebody invented; it is never sent, and forgotten as others are."""
    key, born = "", timezone.localdate().replace(year=2001, month=3, day=15)
    identity = {
        "name": "Warga Rekaan",
        "nik": "",
        "no_nik_reason": "",
        "birth_date": born.isoformat(),
        "sex": "P",
    }
    for number, told in enumerate([identity, {"phone": "080000000000"}, {}, {}], start=1):
        key = save_step(key, number, told)
    return key


def _public_programme(centre_id: int) -> list[Screen]:
    """A programme has a page of its own as far as figures of it were published."""
    held = Programme.objects.filter(
        pk__in=TrainingClass.objects.filter(organiser=centre_id).values("programme")
    )
    return [
        Screen("public-programme", reverse("portal:public_programme", args=[programme.pk]))
        for programme in held.order_by("pk")[:20]
        if published_of_programme(programme)
    ][:1]


def _member(role: str) -> User | None:
    return next(iter(_members(role)), None)


def _members(role: str) -> list[User]:
    today = timezone.localdate()
    members = Membership.objects.filter(role=role, period__contains=today, user__is_active=True)
    members = members.exclude(organisation__kind="blk_komunitas")
    return [member.user for member in members.select_related("user").order_by("pk")[:10]]


def _operators() -> list[User]:
    """Somebody who sends rosters to the centre that supervises."""
    today = timezone.localdate()
    members = Membership.objects.filter(organisation__kind="blk_komunitas", period__contains=today)
    return [member.user for member in members.select_related("user").order_by("pk")[:1]]


def _citizen() -> User | None:
    """Somebody with a record and no post; the record is seen only by acting as its person."""
    members = Membership.objects.values("user")
    for user in User.objects.filter(is_active=True, is_system=False).exclude(pk__in=members)[:20]:
        with acting_as(user.pk):
            if Person.objects.filter(user=user).exists():
                return user
    return None
