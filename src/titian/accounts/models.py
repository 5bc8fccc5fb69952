"""Who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person or a named system actor that may act in Titian."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("nama", max_length=200)
    language = models.CharField(
        "bahasa", max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    is_system = models.BooleanField(
        "pelaku sistem",
        default=False,
        help_text="Pelaku bernama untuk pekerjaan otomatis; tidak dapat masuk.",
    )
    is_demo = models.BooleanField("akun peragaan", default=False)
    first_day_done_at = models.DateTimeField("hari pertama selesai", null=True, blank=True)

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.CheckConstraint(
                name="system_actor_cannot_sign_in",
                condition=models.Q(is_system=False) | models.Q(password__startswith="!"),  # nosec B106
                violation_error_message="Pelaku sistem tidak boleh mempunyai kata sandi.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username
