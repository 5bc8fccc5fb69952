from titian.evaluation.actions.fold import fold_touched, rebuild
from titian.evaluation.actions.propose import propose_publication
from titian.evaluation.actions.publish import publish_public_tables
from titian.evaluation.actions.sign import send_back_publication, sign_publication
from titian.evaluation.actions.withdraw import withdraw_publication

__all__ = [
    "fold_touched",
    "propose_publication",
    "publish_public_tables",
    "rebuild",
    "send_back_publication",
    "sign_publication",
    "withdraw_publication",
]
