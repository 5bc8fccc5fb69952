"""Brings a selection up to its proposed result; run as a process of its own by `site.made`."""

from __future__ import annotations

import json
from itertools import count

import django
from django.db import transaction

django.setup()

from factories import admissions, network, people  # noqa: E402

network._numbers = people._numbers = count(1_000)  # the first ones are taken by what was built before

with transaction.atomic():
    called = admissions.call()
    for mark in (90, 80, 70):
        admissions.judged(called, admissions.applicant(called), mark)
    run = admissions.proposed(admissions.drawn(called))
print(json.dumps({"run": run.pk, "head": called.head.pk}))
