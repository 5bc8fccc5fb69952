"""Which words a centre's rosters may use."""

from __future__ import annotations

from django.db.models import F, Q

from titian.rosters.models import HeadingWord, ValueWord
from titian.rosters.reading.vocabulary import Vocabulary
from titian.standards.models import FieldAlias, Region
from titian.standards.models.field import Field
from titian.standards.models.region import RegionLevel


def vocabulary(centre_id: int | None) -> Vocabulary:
    """Return the words for all and, over them, what this centre was once told of its own."""
    own = Q(centre=None) | Q(centre_id=centre_id) if centre_id else Q(centre=None)
    for_all_first = F("centre_id").asc(nulls_first=True)
    regions = Region.objects.filter(retired=False)
    return Vocabulary.of(
        headings=HeadingWord.objects.filter(own)
        .order_by(for_all_first, "pk")
        .values_list("field", "text_key"),
        values=ValueWord.objects.filter(own)
        .order_by(for_all_first, "pk")
        .values_list("kind", "text_key", "value"),
        provinces=regions.filter(level=RegionLevel.PROVINCE).values_list("code", flat=True),
        regencies=regions.filter(level=RegionLevel.REGENCY).values_list("code", "name"),
        districts=regions.filter(level=RegionLevel.DISTRICT).values_list("code", "name"),
        fields=[
            *Field.objects.values_list("code", "name"),
            *FieldAlias.objects.values_list("field_id", "name_key"),
        ],
    )
