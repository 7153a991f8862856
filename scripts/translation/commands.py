"""What `scripts/translate.py` does."""

from __future__ import annotations

from pathlib import Path

import polib

from descent_lab import files
from descent_lab.environment import ROOT
from lessons.canonical import dumps, load
from lessons.document import Result, notebooks_in
from translation import catalogue, editions, entries, terms
from translation.notebook import Edition
from translation.sources import DOMAINS, NOTEBOOKS


def update(languages: list[str]) -> int:
    """Carries changes of the English over into each catalogue, and says how far it has come."""
    for language in languages:
        for domain in DOMAINS:
            file, sources = domain.path(language), domain.sources(language)
            old = catalogue.read(file) if file.exists() else catalogue.new(language, domain.title)
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


def check(languages: list[str], parts: list[Path], is_complete: bool = False) -> int:
    """Says what is wrong with the translations in the catalogues and in the notebooks made of
    them, or in parts of a catalogue; if it `is_complete`, a missing or fuzzy one is wrong."""
    results = []
    for language in languages:
        every = parts or [file for one in DOMAINS if (file := one.path(language)).exists()]
        table = terms.read(terms.path(language))
        for file in every:
            whole = catalogue.read(file)
            found, counts = of_catalogue(whole, language, table), catalogue.counts(whole)
            if is_complete and counts.fuzzy + counts.missing:
                found.append("translations are missing or fuzzy, none should be")
            results.append(Result(shown(file), tuple(found)))
            print(f"{shown(file)}: {counts}")
        if not parts:
            edition = of_language(language)
            results += editions.check(edition)
            if change := editions.to_come(edition):
                print(f"{shown(NOTEBOOKS.path(language))}: {change}")
    wrong = [result for result in results if result.problems]
    for result in wrong:
        print(f"{result.name}\n    " + "\n    ".join(result.problems))
    print(f"{len(results) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


def build(languages: list[str]) -> int:
    """Writes the notebooks of each language, in canonical form, to be executed."""
    for language in languages:
        edition = of_language(language)
        known, written = set(notebooks_in(edition.folder)), []
        for path, notebook in edition.notebooks():
            path.parent.mkdir(parents=True, exist_ok=True)
            known.discard(path)
            text = dumps(notebook)
            if files.read(path) != text:
                files.write(path, text)
                written.append(path)
        for path in known:
            path.unlink()
        print(f"{shown(edition.folder)}: {len(written)} notebooks written, {len(known)} removed")
        for path in written:
            to_run = any(cell.get("execution_count", 0) is None for cell in load(path)["cells"])
            print(f"    {shown(path)}{': to be executed' if to_run else ''}")
    return 0


def of_language(language: str) -> Edition:
    """The edition of a language, with its catalogue."""
    return Edition(language, catalogue.read(NOTEBOOKS.path(language)))


def of_catalogue(whole: polib.POFile, language: str, table: list[terms.Term]) -> list[str]:
    """What is wrong with the translations of a catalogue, each with the beginning of its text."""
    places = {Path(place).stem for entry in whole for place, _ in entry.occurrences}
    astray = [
        f"{catalogue.beginning(entry.msgid)}: no notebook is called {entry.msgctxt!r}, its msgctxt"
        for entry in whole
        if entry.msgctxt and entry.msgctxt not in places
    ]
    return astray + [
        f"{catalogue.beginning(entry.msgid)}: {problem}"
        for entry in whole
        for problem in entries.problems(entry, language, table)
    ]


def shown(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
