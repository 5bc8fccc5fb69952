from titian.evaluation.actions.fold import fold_touched, rebuild
from titian.evaluation.actions.publish import publish_public_tables

__all__ = ["fold_touched", "publish_public_tables", "rebuild"]
