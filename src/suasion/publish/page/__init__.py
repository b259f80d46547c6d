"""The page's data: rows of the case in the one form that the API gives and the mailed dossier carries."""
