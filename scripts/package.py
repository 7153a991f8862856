"""Build the wheel `descent-lab`, for machines like this one.

    python3 scripts/package.py                       the wheel, in target/package/
    python3 scripts/package.py --wheelhouse FOLDER   the wheel and all that it needs, in a folder

From a wheelhouse `pip install --no-index --find-links FOLDER descent-lab` installs without a
network wherever system, processor and version of Python are the same.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from pathlib import Path

from descent_lab.environment import ROOT
from descent_lab.log import Log
from descent_lab.packages import CLASS
from descent_lab.steps import run_inside

WHEELS = ROOT / "target" / "package"


def main(arguments: list[str]) -> int:
    """Set up what is missing, then build what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheelhouse", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if (status := run_inside(__file__, arguments)) is not None:
        return status
    folder = (options.wheelhouse or WHEELS).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for older in folder.glob("descent_lab-*.whl"):
        older.unlink()
    commands = [[sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]]
    if options.wheelhouse:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        download += ["--only-binary=:all:", "--require-hashes", "--dest", str(folder)]
        download += ["--requirement", str(ROOT / "scripts" / CLASS.requirements)]
        commands.append(download)
    for command in commands:
        if (status := subprocess.run(command, cwd=ROOT, check=False).returncode) != 0:
            return status
    (wheel,) = folder.glob("descent_lab-*.whl")
    log = Log()
    log.tell(f"{wheel}: {wheel.stat().st_size / 1e6:.1f} MB")
    if options.wheelhouse:
        wheels = list(folder.glob("*.whl"))
        size = sum(one.stat().st_size for one in wheels) / 1e6
        python = ".".join(platform.python_version_tuple()[:2])
        log.tell(f"{len(wheels)} wheels, {size:.0f} MB in all, for Python {python} and this system")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
