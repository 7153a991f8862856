"""Catalogues as tests make them."""

from __future__ import annotations

import polib

from translation import catalogue


def of(*translated: tuple[str, str]) -> polib.POFile:
    """A catalogue with translations."""
    made = catalogue.new("zh_CN")
    made.extend(polib.POEntry(msgid=text, msgstr=said) for text, said in translated)
    return made
