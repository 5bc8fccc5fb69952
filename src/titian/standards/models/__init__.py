from titian.standards.models.code import CodedModel, CodeRelease
from titian.standards.models.field import Field, FieldAlias
from titian.standards.models.labour import UnemployedCount
from titian.standards.models.lists import (
    Channel,
    DisabilityKind,
    EducationLevel,
    Fund,
    JobStatus,
    ProviderKind,
)
from titian.standards.models.occupation import Occupation, OccupationTitle
from titian.standards.models.region import Region, RegionCentre

__all__ = [
    "Channel",
    "CodeRelease",
    "CodedModel",
    "DisabilityKind",
    "EducationLevel",
    "Field",
    "FieldAlias",
    "Fund",
    "JobStatus",
    "Occupation",
    "OccupationTitle",
    "ProviderKind",
    "Region",
    "RegionCentre",
    "UnemployedCount",
]
