"""The notebooks as files: their form, their habits, their outputs."""
