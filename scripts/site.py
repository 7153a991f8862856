# ruff: noqa: A005 - its own command; what Python calls `site` is loaded before any script is
"""Build the web edition: the executed notebooks as pages that are read without installing anything.

    python3 scripts/site.py                   write it into target/site
    python3 scripts/site.py --open            and show it in the browser
    python3 scripts/site.py --out FOLDER      write it into FOLDER, whose contents it replaces

The pages need no server and load nothing from elsewhere. With `--repository ADDRESS` they say where
the project can be cloned from.
"""

from __future__ import annotations

import argparse
import sys
import time
import webbrowser
from pathlib import Path

from descent_lab.environment import ROOT
from descent_lab.log import Log
from descent_lab.packages import SITE
from descent_lab.steps import run_inside

FOLDER = ROOT / "target" / "site"
# A folder with other things in it is not replaced.
FRONT = "index.html"


def main(arguments: list[str]) -> int:
    """Set up what is missing, then build the site."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=FOLDER)
    parser.add_argument("--open", action="store_true", help="show it in the browser")
    parser.add_argument("--repository", metavar="ADDRESS", help="where the project lies")
    options = parser.parse_args(arguments)
    folder = options.out.absolute()
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not is_site(folder)):
        print(f"'{folder}' holds something else than a site: name a new folder.", file=sys.stderr)
        return 2
    if (status := run_inside(__file__, arguments, SITE, kernel=False)) is not None:
        return status

    # Only the project's own environment has Sphinx; the notebooks are executed already.
    from site_edition.build import SiteError, build

    begin = time.monotonic()
    try:
        build(folder, options.repository)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"The site cannot be written to '{folder}' ({error.strerror}): name a folder that you "
            "can write to.",
            file=sys.stderr,
        )
        return 1
    pages = len(list(folder.rglob("*.html")))
    Log().tell(f"{folder / FRONT}: {pages} pages, {time.monotonic() - begin:.0f} s")
    if options.open:
        webbrowser.open((folder / FRONT).as_uri())
    return 0


def is_site(folder: Path) -> bool:
    """Whether a folder was written by this script."""
    return (folder / FRONT).is_file() and (folder / ".nojekyll").is_file()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
