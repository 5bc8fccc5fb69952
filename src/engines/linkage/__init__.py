from engines.linkage.fields import MISSING, Field, Kind
from engines.linkage.fitting import Model, fit
from engines.linkage.keys import Key, day_key, name_key, text_key, within
from engines.linkage.linking import Links, candidates, compare, groups, link, probability, weights

__all__ = [
    "MISSING",
    "Field",
    "Key",
    "Kind",
    "Links",
    "Model",
    "candidates",
    "compare",
    "day_key",
    "fit",
    "groups",
    "link",
    "name_key",
    "probability",
    "text_key",
    "weights",
    "within",
]
