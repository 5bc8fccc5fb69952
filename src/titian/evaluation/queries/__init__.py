from titian.evaluation.queries.delivered import agreements_of, delivered
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.public import public_tables

__all__ = ["agreements_of", "delivered", "evaluate", "public_tables"]
