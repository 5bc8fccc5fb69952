from titian.standards.actions.load_code_lists import LoadedList, load_code_lists

__all__ = ["LoadedList", "load_code_lists"]
