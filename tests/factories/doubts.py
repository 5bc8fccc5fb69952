"""What somebody doubts about a result."""

from __future__ import annotations

from titian.accounts.models import User
from titian.admissions.models import Appeal, Application, Departure, Run


def doubted(sent: Application, clerk: User) -> dict[str, object]:
    """Return an appeal and a change against the result of an application; they are made at the first call."""
    asked, _new = Departure.objects.get_or_create(
        application=sent, defaults={"round": sent.round, "kind": "remove", "asked_by": clerk}
    )
    run, _new = Run.objects.get_or_create(
        round=sent.round,
        number=1,
        defaults={"kind": "first", "bundle": "{}", "sha256": "0" * 64, "proposed_by": clerk},
    )
    filed, _new = Appeal.objects.get_or_create(
        application=sent, run=run, defaults={"grounds": "nilai keliru"}
    )
    return {"departure_id": asked.pk, "appeal_id": filed.pk}
