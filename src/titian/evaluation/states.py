"""The life of a published evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.journal.lifecycle import Lifecycle, Move


class PublicationState(models.TextChoices):
    PROPOSED = "proposed", _("diusulkan")
    RETURNED = "returned", _("dikembalikan")
    SIGNED = "signed", _("terbit")
    WITHDRAWN = "withdrawn", _("ditarik")


S = PublicationState
PUBLICATION = Lifecycle(
    Move("propose_again", (S.RETURNED, S.PROPOSED), S.PROPOSED, _("Usulkan ulang")),
    Move("send_back_publication", (S.PROPOSED,), S.RETURNED, _("Kembalikan")),
    Move("sign_publication", (S.PROPOSED,), S.SIGNED, _("Tanda tangani dan terbitkan")),
    Move("withdraw_publication", (S.SIGNED,), S.WITHDRAWN, _("Tarik")),
)
