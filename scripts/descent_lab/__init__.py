"""The lab: what a class needs besides the notebooks, made, repaired, installed and opened.

Set-up itself needs the standard library only: it makes the environment that has more.
"""
