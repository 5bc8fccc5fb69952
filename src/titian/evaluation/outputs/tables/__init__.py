"""Every table of the evaluation, once, for page, PDF, spreadsheet and terminal alike."""
