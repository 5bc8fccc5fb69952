"""What is done and interrupted: the product's own actions, as the serving role, each as somebody."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.admissions.actions.confirm import confirm_result
from titian.admissions.models import Run
from titian.config.backups.sealed import Sealer, open_sealed
from titian.config.retention import retire_granted
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.actions import fold_touched, propose_publication, sign_publication
from titian.evaluation.frozen import hash_of
from titian.evaluation.models import Publication
from titian.network.models import Organisation
from titian.people.models import DeletionRequest, RequestState
from titian.rosters.actions import RosterFile, load_rosters
from titian.rosters.actions.hand_in import HandedIn, hand_in
from titian.rosters.actions.start_loads import Choice, start_loads
from titian.rosters.jobs import stage
from titian.rosters.models import UploadedRoster


def load(files: list[str], user: int, centre: int) -> int:
    """Load workbooks of a year and carry them out."""
    actor, body = User.objects.get(pk=user), Organisation.objects.get(pk=centre)
    rosters = [RosterFile(Path(file), "institutional") for file in files]
    return load_rosters(rosters, centre=body, year=2022, actor=actor, is_demo=True).pk


def fold() -> int:
    return fold_touched()


def publish(centre: int, clerk: int, head: int) -> int:
    """Propose the evaluation and sign it, as two persons."""
    proposer, signer = User.objects.get(pk=clerk), User.objects.get(pk=head)
    with acting_as(proposer.pk):
        proposal = propose_publication(Organisation.objects.get(pk=centre), 2022, actor=proposer)
    with acting_as(signer.pk):
        sign_publication(proposal, actor=signer, sha256=proposal.sha256)
    return proposal.version


def announce(run: int, head: int) -> int:
    """Put the proposed result of a selection in force, which offers its seats and fills the public page."""
    signer = User.objects.get(pk=head)
    with acting_as(signer.pk):
        proposed = Run.objects.get(pk=run)
        confirm_result(proposed, actor=signer, sha256=proposed.sha256, today=timezone.localdate())
    return proposed.pk


def hashes_hold(user: int) -> bool:
    """Whether every publication is the text that was frozen."""
    with acting_as(user):
        return all(one.sha256 == hash_of(one.document) for one in Publication.objects.all())


def sent_for_reading(files: list[str], user: int, centre: int) -> int:
    """Hand files in on screen, say where they belong, and leave the reading to the worker."""
    actor = User.objects.get(pk=user)
    with acting_as(actor.pk):
        body = Organisation.objects.get(pk=centre)
        told = [HandedIn(Path(file), body, 2022, "institutional", "user") for file in files]
        uploads = UploadedRoster.objects.filter(batch=hand_in(told, actor=actor)).order_by("pk")
        choices = [Choice(one.pk, body, 2022, "institutional") for one in uploads]
        [made] = start_loads(choices, actor=actor, is_demo=True)
        stage.defer(load_id=made.pk, actor_id=actor.pk)
    return made.pk


def work() -> None:
    """Be a worker until nothing waits."""
    call_command("procrastinate", "worker", "--one-shot", concurrency=1, verbosity=0)


def take_up_stalled() -> None:
    with suppress(AlreadyEnqueued):  # the clock was first
        app.configure_task("config.take_up_stalled").defer(timestamp=0)
    work()


def grant_deletion(person: int, user: int) -> None:
    """Grant one person's request to be deleted, and carry it out."""
    asked = User.objects.get(pk=user)
    with acting_as(system_actor("shell").pk):
        DeletionRequest.objects.create(
            person_id=person, reason="atas permintaan", asked_by=asked, asked_at=timezone.now(), due_at=timezone.now(),
            state=RequestState.GRANTED, decided_by=asked, decided_at=timezone.now(),
        )  # fmt: skip
    retire_granted(system_actor("shell"))


def session(user: int) -> str:
    """Sign somebody in; return the value of the cookie."""
    account = User.objects.get(pk=user)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def second_factor(user: int) -> str:
    """Give somebody an app that shows codes; return its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(User.objects.get(pk=user), secret)
    return secret


def refusal(files: list[str], user: int, centre: int) -> str:
    """Load files that are to be refused; return the sentence."""
    try:
        load(files, user, centre)
    except DomainError as error:
        return error.message
    return ""


def falsified(path: str, out: str, table: str) -> None:
    """Seal a backup anew that claims another sum for one table."""
    with open(path, "rb") as file, open(out, "wb") as copy:
        head, pieces = open_sealed(file, settings.KEYS)
        contents = json.loads(next(pieces))
        contents["sums"][table][1] = "1"
        sealer = Sealer(copy, settings.KEYS, {"made_at": head["made_at"]})
        sealer.write(json.dumps(contents).encode())
        held = list(pieces)
        for piece in held[:-1]:
            sealer.write(piece)
        sealer.write(held[-1], last=True)
