from titian.evaluation.indicators.indicator import Indicator
from titian.evaluation.indicators.registry import EDUCATION_GROUPS, REGISTRY, WINDOWS

__all__ = ["EDUCATION_GROUPS", "REGISTRY", "WINDOWS", "Indicator"]
