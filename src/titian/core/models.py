"""What models of every station share."""

from __future__ import annotations

from django.db import models


class Timestamped(models.Model):
    """When the row was made and last changed."""

    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        abstract = True
