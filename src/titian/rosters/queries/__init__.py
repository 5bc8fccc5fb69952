from titian.rosters.queries.loads import load_history, load_report
from titian.rosters.queries.notices import RowNotice, rows_held, rows_repeated

__all__ = ["RowNotice", "load_history", "load_report", "rows_held", "rows_repeated"]
