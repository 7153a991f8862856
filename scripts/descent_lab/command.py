"""The command line, `descent-lab` where pip has installed it and `scripts/lab.py` in a checkout."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from descent_lab import course, installation, jupyterlab, lessons, notebook_trust, pages, steps
from descent_lab.environment import ROOT, Environment, is_writable
from descent_lab.lab import Lab, installed
from descent_lab.log import Log, SetUpError

PURPOSES = {
    "install": "Install the kernel, with its compiled crates and the cells of all lessons.",
    "uninstall": "Remove what 'install' has put into the same place.",
}


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    log = Log()
    try:
        if arguments[:1] and arguments[0] in PURPOSES:
            return _install(arguments[0], arguments[1:], log)
        if arguments[:1] == ["nbgrader"]:
            return _course(arguments[1:], log)
        if arguments[:1] and arguments[0] in pages.PURPOSES:
            return _pages(arguments[0], arguments[1:], log)
        return _open(arguments, log)
    except SetUpError as error:
        log.tell(str(error))
        return 1
    except KeyboardInterrupt:
        log.tell("Interrupted. Run this again to go on: what is done stays done.")
        return 130


def _is_checkout() -> bool:
    return (ROOT / "scripts" / "lab.py").is_file()


def _lab() -> Lab:
    """The lab that this command belongs to, as it is."""
    return Environment(ROOT) if _is_checkout() else installed()


def _open(arguments: list[str], log: Log) -> int:
    """Sets up what is missing, then opens JupyterLab on the lessons."""
    parser = argparse.ArgumentParser(
        description="Set up what is missing, then open JupyterLab on the lessons.",
        epilog="Any other argument goes to JupyterLab. 'install --help' and 'uninstall --help' say "
        "how to install the kernel for others, 'slides --help' and 'handout --help' how to make "
        "those of a lesson, 'nbgrader --help' how to have exercises marked.",
        allow_abbrev=False,
    )
    parser.add_argument("--setup-only", action="store_true", help="stop before JupyterLab")
    parser.add_argument(
        "--lessons",
        type=Path,
        metavar="FOLDER",
        help="work on copies of the lessons in this folder, of which none that you have changed is "
        f"overwritten (pip's command: ~/{lessons.DEFAULT_FOLDER}; a checkout: its notebooks)",
    )
    parser.add_argument(
        "--solutions", action="store_true", help="copy the solutions and a teacher's plan as well"
    )
    parser.add_argument(
        "--new-versions",
        action="store_true",
        help="put the new version of a lesson that you have changed beside it",
    )
    parser.add_argument(
        "--language",
        choices=["en", *filter(None, lessons.EDITIONS)],
        help="the language of the lessons and of JupyterLab's menus (the system's, if it is one of "
        "these)",
    )
    options, for_jupyterlab = parser.parse_known_args(arguments)
    start = time.monotonic()
    lab: Lab
    if _is_checkout():
        lab = steps.set_up(log)
    else:
        lab = installed()
        steps.prepare(lab, log)
    log.tell(f"Everything is set up ({time.monotonic() - start:.1f} s).")
    if options.setup_only:
        return 0
    edition = edition_of(lab, options.language)
    folder: Path | None = options.lessons
    if folder is None and not (isinstance(lab, Environment) and is_writable(lab.notebooks)):
        folder = Path.home() / lessons.DEFAULT_FOLDER
    if folder is not None:
        _copy_lessons(lab, folder, edition, options, log)
    language = edition or options.language
    return jupyterlab.run(lab, (folder or lab.notebooks) / edition, for_jupyterlab, language)


def edition_of(lab: Lab, language: str | None) -> str:
    """The folder of the lessons in the language that was chosen, or else the system's."""
    edition = lessons.spoken() if language is None else language.removeprefix("en")
    if (lab.notebooks / edition / lessons.FIRST).is_file() or not edition:
        return edition
    if language:
        raise SetUpError(
            f"There are no lessons in the language '{language}' in '{lab.notebooks}': leave out "
            "--language to open those in English."
        )
    return ""


def _copy_lessons(
    lab: Lab, folder: Path, edition: str, options: argparse.Namespace, log: Log
) -> None:
    try:
        copied = lessons.copy(
            lab,
            folder,
            solutions=options.solutions,
            beside=options.new_versions,
            edition=edition,
        )
    except OSError as error:
        raise SetUpError(
            f"The lessons cannot be copied to '{folder}' ({error.strerror}): name a folder that "
            "you can write to with --lessons."
        ) from error
    if copied.written:
        log.tell(f"{len(copied.written)} files of the lessons are new in '{folder}'.")
    for path in copied.left:
        log.tell(f"'{path}' is left as you have changed it; there is a newer version.")
    for path in copied.beside:
        log.tell(f"The newer version is '{path}'.")
    if copied.left and not options.new_versions:
        log.tell("To have the newer versions beside yours, add --new-versions.")
    new = [*copied.written, *copied.beside]
    notebook_trust.sign(lab, [path for path in new if path.suffix == ".ipynb"])


def _install(name: str, arguments: list[str], log: Log) -> int:
    """Installs the kernel in a place, or removes it from there."""
    parser = argparse.ArgumentParser(
        prog=f"{Path(sys.argv[0]).name} {name}", description=PURPOSES[name], allow_abbrev=False
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--sys-prefix", action="store_true", help="in the environment of the Python that runs this"
    )
    where.add_argument("--user", action="store_true", help="for this user alone")
    where.add_argument("--prefix", type=Path, metavar="FOLDER", help="such as /usr/local")
    if name == "install":
        parser.add_argument(
            "--no-lessons",
            action="store_true",
            help="do not run the lessons: minutes faster now, and slower for who runs them first",
        )
    options = parser.parse_args(arguments)
    lab = _lab()
    if name == "install" and isinstance(lab, Environment):
        steps.set_up(log)
    if options.user:
        place = installation.of_user(lab)
    else:
        place = installation.in_prefix(options.prefix or Path(sys.prefix))
    if name == "uninstall":
        installation.uninstall(place, log)
    else:
        installation.install(lab, place, log, run_lessons=not options.no_lessons)
    return 0


def _course(arguments: list[str], log: Log) -> int:
    """Writes the exercises as assignments that nbgrader hands out and marks."""
    parser = argparse.ArgumentParser(
        prog=f"{Path(sys.argv[0]).name} nbgrader",
        description="Write the exercises as assignments for nbgrader, which marks them.",
        epilog="Nothing is written over what is there.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", type=Path, metavar="COURSE", help="the folder of the course")
    folder: Path = parser.parse_args(arguments).folder
    written = course.write(_lab(), folder)
    for path in written.left:
        log.tell(f"'{path}' is left as it is; remove it to have it written anew.")
    log.tell(f"{len(written.new)} files of the course are new in '{folder}'.")
    return 0


def _pages(kind: str, arguments: list[str], log: Log) -> int:
    """Makes slides or handouts and opens them."""
    options = pages.parser(kind).parse_args(arguments)
    lab = _lab()
    if isinstance(lab, Environment):
        steps.set_up(log)
    pages.make(kind, lab, options, log)
    return 0
