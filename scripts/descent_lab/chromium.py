"""A browser of the Chromium family, where one is installed: it prints pages, and tests use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "chrome",
)
# Where the installers of macOS and Windows put it, which is not on the PATH.
PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
        r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    ),
}
PRINT_SECONDS = 60


def executable() -> str | None:
    """The browser's program, None where there is none."""
    places = map(os.path.expandvars, PLACES.get(sys.platform, ()))
    return next(filter(None, map(shutil.which, (*NAMES, *places))), None)


def arguments() -> list[str]:
    """What it needs to be told on this system."""
    # Root's processes cannot enter the browser's sandbox.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def print_pdf(page: Path, pdf: Path) -> bool:
    """Prints a page into a PDF, and says whether there is one now."""
    program = executable()
    if program is None:
        return False
    pdf.unlink(missing_ok=True)
    # Not the user's own profile, which an open browser has locked.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
        ]
        try:
            subprocess.run(
                [program, *arguments(), *options, page.as_uri()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PRINT_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return pdf.is_file()
