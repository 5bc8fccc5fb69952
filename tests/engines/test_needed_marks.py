"""The mark that would have brought a seat, against running the whole rule again for every mark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.test_admission import many, markets

from engines.admission import needed, reference

HIGHEST = 5.0


def rerun(r, person, contract, step):
    """Return the least mark by which the other implementation gives this contract or a better one."""
    own = r.merit[contract]
    for steps in range(1, int((HIGHEST - own) // step) + 1):
        merit = r.merit.copy()
        merit[contract] = own + steps * step
        if 0 <= reference.assign(replace(r, merit=merit)).contract[person] <= contract:
            return merit[contract]
    return np.nan


@many
@given(markets(), st.integers(1, 2))
def test_needed_marks_are_those_of_running_the_rule_again(market, step):
    r = market.round()
    got = reference.assign(r).contract
    refused = [
        (person, x)
        for person in range(r.applicants)
        for x in range(r.indptr[person], got[person] if got[person] >= 0 else r.indptr[person + 1])
    ]
    contracts = np.array([x for _person, x in refused], dtype=int)
    told = needed(r, contracts, np.full(len(contracts), step), highest=HIGHEST)
    wanted = [np.nan if np.isnan(r.merit[x]) else rerun(r, person, x, step) for person, x in refused]
    np.testing.assert_array_equal(told, wanted)
