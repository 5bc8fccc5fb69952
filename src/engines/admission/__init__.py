from engines.admission.checks import Cutoffs, blocking, cutoffs
from engines.admission.kernel import assign
from engines.admission.market import Assignment, Round

__all__ = ["Assignment", "Cutoffs", "Round", "assign", "blocking", "cutoffs"]
