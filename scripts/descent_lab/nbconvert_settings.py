"""What `jupyter nbconvert --to slides` of the checkout's environment is told: our slides."""

from __future__ import annotations

from descent_lab import files
from descent_lab.environment import Environment
from descent_lab.log import Step

SETTINGS = """\
# Written by set-up.
import sys

sys.path.insert(0, {scripts!r})

from descent_lab import exporters

exporters.configure(get_config().SlidesExporter)
"""


def step(environment: Environment) -> Step:
    """Writes nbconvert's settings into the virtual environment, where nothing but its own
    nbconvert reads them."""
    path = environment.venv / "etc" / "jupyter" / "jupyter_nbconvert_config.py"
    text = SETTINGS.format(scripts=str(environment.root / "scripts"))
    return Step("Slides", lambda: files.write(path, text), lambda: files.read(path) == text)
