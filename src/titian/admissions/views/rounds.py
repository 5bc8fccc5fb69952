from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app

from titian.accounts.requests import UserRequest
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.rounds import Call, abort_round, close_round, open_round, prepare_round
from titian.admissions.beacons import chain_of_settings
from titian.admissions.forms import DiceForm, DrawTimeForm, ReasonForm, RoundForm
from titian.admissions.models import AdmissionRound, RunKind
from titian.admissions.permissions import (
    may_confirm,
    may_keep_round,
    may_keep_rounds,
    may_open_rounds,
    may_rate,
)
from titian.admissions.queries.progress import class_counts, unfinished_of
from titian.admissions.queries.published import last_run, seats_taken
from titian.admissions.queries.screens import openings_free, own_centres, rounds_for
from titian.admissions.queries.tickets import why_no_light
from titian.admissions.refusals import refuse
from titian.admissions.rules import why_not_proposed, why_run_is_out_of_turn
from titian.admissions.states import RoundState
from titian.core.doors import authorize
from titian.core.errors import DomainError


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """The rounds of the centres this user reaches."""
    authorize(request, may_open_rounds)
    person = request.GET.get("orang", "")[:12]  # whose application is to be entered
    return render(
        request,
        "admissions/rounds.html",
        {
            "rounds": rounds_for(request.user),
            "may_keep": may_keep_rounds(request.user),
            "person": int(person) if person.isdecimal() else None,
        },
    )


@never_cache
@login_required
def new(request: UserRequest) -> HttpResponse:
    """Put classes together to a round."""
    authorize(request, may_keep_rounds)
    centres = own_centres(request.user, timezone.localdate())
    openings = openings_free(centres)
    form = RoundForm(request.POST or None, openings=openings)
    if form.is_valid():
        said = form.cleaned_data
        chosen = list(said["openings"])
        call = Call(
            said["name"], said["opens_on"], said["closes_on"], said["offer_days"], said["repeat_months"],
            said["reregister_days"],
        )  # fmt: skip
        if len({one.training_class.centre_id for one in chosen}) > 1:
            form.add_error("openings", _("Pilih paket dari satu balai saja."))
        else:
            try:
                made = prepare_round(chosen[0].training_class.centre, call, chosen, actor=request.user)
            except DomainError as error:
                form.add_error("openings", error.message)
            else:
                return redirect("admissions:round", made.pk)
    return render(
        request,
        "admissions/round_new.html",
        {"form": form, "any": openings.exists()},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_safe
def page(request: UserRequest, round_id: int) -> HttpResponse:
    """Where a round stands, what is to be done next, and the funnel of each class."""
    return _page(request, find_round(request, round_id))


@login_required
@require_POST
def step(request: UserRequest, round_id: int) -> HttpResponse:
    """Open, close, or have the rule run."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    verb = request.POST.get("langkah", "")
    try:
        if verb == "open_round":
            open_round(admission_round, actor=request.user)
            messages.success(request, _("Pendaftaran dibuka."))
        elif verb == "close_round":
            form = DrawTimeForm(request.POST)
            draw_at = form.cleaned_data["draw_at"] if form.is_valid() else None
            close_round(admission_round, actor=request.user, today=timezone.localdate(), draw_at=draw_at)
            messages.success(request, _("Pendaftaran ditutup; akar daftar sudah diumumkan."))
        elif verb == "take_light":
            _have_light(admission_round, request)
        elif verb in RunKind.values:
            _have_run(admission_round, request, verb)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("admissions:round", round_id)


def _have_run(admission_round: AdmissionRound, request: UserRequest, kind: str) -> None:
    """The rule runs in the worker, which alone loads the engine."""
    if kind == RunKind.FIRST and (reason := why_not_proposed(**unfinished_of(admission_round)._asdict())):
        raise DomainError(reason, code="not_finished")
    refuse(why_run_is_out_of_turn(is_first=kind == RunKind.FIRST, state=admission_round.state), "out_of_turn")
    app.configure_task("admissions.propose", lock="admissions.propose").defer(
        round_id=admission_round.pk, actor_id=request.user.pk, kind=kind
    )
    messages.success(request, _("Aturan sedang dijalankan. Muat ulang halaman ini sebentar lagi."))


def _have_light(admission_round: AdmissionRound, request: UserRequest) -> None:
    """The worker asks the mirrors: no page waits for a slow line."""
    refuse(why_no_light(admission_round, timezone.now()), "beacon_not_asked")
    app.configure_task("admissions.light", lock="admissions.light").defer(timestamp=0)
    messages.success(request, _("Suar sedang ditanya. Muat ulang halaman ini sebentar lagi."))


@login_required
@require_POST
def dice(request: UserRequest, round_id: int) -> HttpResponse:
    """Take what one person typed."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    form = DiceForm(request.POST)
    if not form.is_valid():
        return _page(request, admission_round, dice_form=form)
    try:
        done = type_dice(admission_round, form.cleaned_data["thrown"], actor=request.user)
    except DomainError as error:
        if (
            error.code != "dice_refused"
        ):  # the page may have no form for dice any more, or not for this person
            messages.error(request, error.message)
            return redirect("admissions:round", round_id)
        form.add_error("thrown", error.message)
        return _page(request, admission_round, dice_form=form)
    if done.state == RoundState.DRAWN:
        messages.success(request, _("Undian selesai; benihnya sudah diumumkan."))
    elif done.dice_entries.exists():
        messages.info(
            request, _("Ketikan pertama tersimpan. Sekarang orang lain mengetik mata dadu yang sama.")
        )
    else:
        messages.error(
            request, _("Kedua ketikan berbeda, jadi keduanya dihapus. Baca dadunya lagi dan ulangi.")
        )
    return redirect("admissions:round", round_id)


@login_required
@require_POST
def abort(request: UserRequest, round_id: int) -> HttpResponse:
    """Stop a round; the reason stays public."""
    admission_round = find_round(request, round_id)
    authorize(request, may_confirm, admission_round)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            abort_round(admission_round, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", error.message)
    if form.errors:
        return _page(request, admission_round, abort_form=form)
    messages.success(request, _("Seleksi dihentikan; alasannya dapat dibaca semua orang."))
    return redirect("admissions:round", round_id)


def find_round(request: UserRequest, round_id: int) -> AdmissionRound:
    """Return a round this user reaches, or answer 404; then who may not work with rounds gets 403."""
    found = get_object_or_404(
        AdmissionRound.objects.visible_to(request.user).select_related("centre", "beacon"), pk=round_id
    )
    authorize(request, may_open_rounds)
    return found


def _page(
    request: UserRequest,
    admission_round: AdmissionRound,
    *,
    dice_form: DiceForm | None = None,
    abort_form: ReasonForm | None = None,
) -> HttpResponse:
    run = last_run(admission_round)
    judging = admission_round.state in (RoundState.OPEN, RoundState.CLOSED)
    unfinished = unfinished_of(admission_round) if judging else None
    first = admission_round.dice_entries.select_related("typed_by").first()
    failed = bool((dice_form and dice_form.errors) or (abort_form and abort_form.errors))
    counts = class_counts(admission_round, run)
    openings = [one.round_class.opening for one in counts]
    beacon = getattr(admission_round, "beacon", None)
    return render(
        request,
        "admissions/round.html",
        {
            "round": admission_round,
            "run": run,
            "counts": counts,
            "with_beds": any(one.beds_men + one.beds_women for one in openings),
            "taken": seats_taken(admission_round),
            "unfinished": unfinished,
            "waits": why_not_proposed(**unfinished._asdict()) if unfinished else None,
            "first_dice": first,
            "typed_first": first is not None and first.typed_by_id == request.user.pk,
            "beacon": beacon,
            "light_due": beacon is not None and beacon.due_at <= timezone.now(),
            "draw_time": DrawTimeForm(auto_id="waktu_%s") if chain_of_settings() else None,
            "dice_form": dice_form or DiceForm(),
            "abort_form": abort_form or ReasonForm(),
            "may_keep": may_keep_round(request.user, admission_round),
            "may_rate": may_rate(request.user, admission_round),
            "may_confirm": may_confirm(request.user, admission_round),
            "may_abort": may_confirm(request.user, admission_round) and admission_round.can("abort_round"),
            "over": timezone.localdate() > admission_round.closes_on,
        },
        status=422 if failed else 200,
    )
