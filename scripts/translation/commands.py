"""What `scripts/translate.py` does."""

from __future__ import annotations

from pathlib import Path

import polib

from descent_lab.environment import ROOT
from translation import catalogue, entries, terms
from translation.sources import DOMAINS


def update(languages: list[str]) -> int:
    """Carries changes of the English over into each catalogue, and says how far it has come."""
    for language in languages:
        for domain in DOMAINS:
            file, sources = domain.path(language), domain.sources(language)
            old = catalogue.read(file) if file.exists() else catalogue.new(language)
            if sources or len(old):
                new = catalogue.updated(old, sources)
                catalogue.write(file, new)
                print(f"{shown(file)}: {catalogue.counts(new)}")
    return 0


def merge(languages: list[str], parts: list[Path], replaces: bool = False) -> int:
    """Takes the translations of parts over into the catalogues of one language."""
    if len(languages) != 1:
        raise ValueError("say which language the parts are of, with --language")
    whole = {
        file: catalogue.read(file)
        for domain in DOMAINS
        if (file := domain.path(languages[0])).exists()
    }
    problems = []
    for part in parts:
        found = catalogue.merged(list(whole.values()), catalogue.read(part), replaces)
        problems += [f"{part}: {problem}" for problem in found]
    for file, merged in whole.items():
        catalogue.write(file, merged)
        print(f"{shown(file)}: {catalogue.counts(merged)}")
    print("\n".join(problems))
    return 1 if problems else 0


def check(languages: list[str], parts: list[Path]) -> int:
    """Says what is wrong with the translations in the catalogues, or in parts of one."""
    status = 0
    for language in languages:
        files = parts or [file for one in DOMAINS if (file := one.path(language)).exists()]
        table = terms.read(terms.path(language))
        for file in files:
            whole = catalogue.read(file)
            problems = of_catalogue(whole, language, table)
            print(f"{shown(file)}: {catalogue.counts(whole)}, {len(problems)} problems")
            print("".join(f"    {problem}\n" for problem in problems), end="")
            status = 1 if problems else status
    return status


def of_catalogue(whole: polib.POFile, language: str, table: list[terms.Term]) -> list[str]:
    """What is wrong with the translations of a catalogue, each with the beginning of its text."""
    return [
        f"{_beginning(entry.msgid)}: {problem}"
        for entry in whole
        for problem in entries.problems(entry, language, table)
    ]


def shown(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _beginning(text: str) -> str:
    line = text.strip().splitlines()[0]
    return repr(line if len(line) <= 60 else line[:59] + "…")
