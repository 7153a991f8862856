"""The web edition: the executed notebooks as pages that are read without installing anything."""
