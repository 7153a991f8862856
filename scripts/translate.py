"""The notebooks and the crates' messages in further languages, by catalogues of gettext's form.

    python3 scripts/translate.py update             carry changes of the English over
    python3 scripts/translate.py merge FILE …       take translations over from parts of a catalogue
    python3 scripts/translate.py check [FILE …]     the translations in the catalogues, or in parts
    python3 scripts/translate.py build              write the translated notebooks, to be executed

All mean every language that has a catalogue in `notebooks/po`; `--language zh_CN` means one, and
makes its catalogue if there is none. CONTRIBUTING.md says how a translator works.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from descent_lab.steps import run_inside


def main(arguments: list[str]) -> int:
    """Set up what is missing, then do what the command line asks for."""
    options = _parser().parse_intermixed_args(arguments)
    if (status := run_inside(__file__, arguments)) is not None:
        return status

    # Only the project's own environment has polib.
    from translation import commands
    from translation.sources import languages

    chosen = [options.language] if options.language else languages()
    try:
        if options.command == "merge":
            return commands.merge(chosen, options.files, options.replace)
        if options.command == "check":
            return commands.check(chosen, options.files, options.complete)
        return commands.update(chosen) if options.command == "update" else commands.build(chosen)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["update", "merge", "check", "build"])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--language", metavar="zh_CN", help="one language only")
    parser.add_argument(
        "--replace", action="store_true", help="merge: also what is translated otherwise already"
    )
    parser.add_argument(
        "--complete", action="store_true", help="check: a missing or fuzzy translation is wrong"
    )
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
