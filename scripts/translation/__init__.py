"""The notebooks in further languages: their texts in catalogues of GNU gettext's form."""
