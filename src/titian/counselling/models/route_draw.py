"""Which of several routes an officer called equally good comes first, drawn by lot."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from titian.counselling.models.decision import Decision, Route


class RouteDraw(models.Model):
    """One draw among routes called equal: every order of them had the same chance, and the seed shows which came."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="draw", verbose_name="keputusan")
    equal = ArrayField(
        models.CharField(max_length=30, choices=Route.choices), verbose_name="jalur yang setara"
    )
    order = ArrayField(models.CharField(max_length=30, choices=Route.choices), verbose_name="urutan terundi")
    seed = models.CharField("benih", max_length=64)
    method = models.CharField("cara", max_length=40)
    drawn_at = models.DateTimeField("diundi")

    class Meta:
        verbose_name = "undian jalur"
        verbose_name_plural = "undian jalur"
        constraints = [
            models.CheckConstraint(
                name="draw_among_several_routes",
                condition=models.Q(equal__len__gte=2),
                violation_error_message="Undian hanya di antara dua jalur atau lebih.",
            ),
            models.CheckConstraint(
                name="order_holds_the_equal_routes",
                condition=models.Q(order__contains=models.F("equal"))
                & models.Q(equal__contains=models.F("order")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}"
