"""JupyterLab, opened on the first lesson."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from descent_lab.lab import Lab
from descent_lab.lessons import FIRST

# Python beside its Rust: a stylesheet for JupyterLab, and for the pages that it saves. JupyterLab
# looks for one in the user's configuration, which is not ours, unless tornado's settings say where.
COLUMNS = Path(__file__).with_name("columns")
# No pop-ups about news or updates, no other request to the network, and file names that fit, in
# front of a class; what the user's own JupyterLab does stays as it is.
OPTIONS = (
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
    f"--LabApp.app_settings_dir={Path(__file__).with_name('settings')}",
    "--LabApp.custom_css=True",
    f"--ServerApp.tornado_settings=static_custom_path={COLUMNS / 'lab'}",
    f"--TemplateExporter.extra_template_basedirs={COLUMNS}",
)


# For each language a folder that Jupyter reads as one of its configuration; it names JupyterLab's
# language pack, which is required in `pyproject.toml` and pinned in `requirements.txt`.
MENUS = Path(__file__).with_name("menus")


def run(lab: Lab, notebooks: Path, arguments: list[str], language: str | None = None) -> int:
    """Runs JupyterLab until it is closed, and returns its exit status.

    Its menus are in the `language` with that code; without one, as the user has set them.
    """
    command = [str(lab.python), "-m", "jupyterlab", "--ServerApp.ip=localhost", *OPTIONS]
    command += _where(notebooks, arguments)
    try:
        return subprocess.run(
            [*command, *arguments], env=_with_menus(lab.env(), language), check=False
        ).returncode
    except KeyboardInterrupt:
        return 0


def _with_menus(variables: dict[str, str], language: str | None) -> dict[str, str]:
    """The variables under which JupyterLab's menus are in a language."""
    if language is None:
        return variables
    name = "JUPYTER_CONFIG_PATH"
    folders = filter(None, [str(MENUS / language), variables.get(name)])
    return {**variables, name: os.pathsep.join(folders)}


def _where(notebooks: Path, arguments: list[str]) -> list[str]:
    """What JupyterLab shows, unless the user names a folder or a file."""
    named = ("--ServerApp.root_dir", "--notebook-dir", "--LabApp.default_url")
    if any(one.startswith(named) or Path(one).exists() for one in arguments):
        return []
    options = [f"--ServerApp.root_dir={notebooks}"]
    if (notebooks / FIRST).is_file():
        options.append(f"--LabApp.default_url=/lab/tree/{FIRST}")
    return options
