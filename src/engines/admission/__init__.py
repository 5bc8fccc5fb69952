from engines.admission.checks import Cutoffs, blocking, cutoffs
from engines.admission.kernel import assign
from engines.admission.market import Assignment, Round
from engines.admission.needed import needed

__all__ = ["Assignment", "Cutoffs", "Round", "assign", "blocking", "cutoffs", "needed"]
