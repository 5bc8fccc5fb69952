from titian.standards.actions.load_code_lists import LoadedList, load_code_lists
from titian.standards.actions.record_unemployed import read_unemployed, record_unemployed

__all__ = ["LoadedList", "load_code_lists", "read_unemployed", "record_unemployed"]
