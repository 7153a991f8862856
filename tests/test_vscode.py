"""The environment and its kernel lie where VS Code's extensions look for them."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from descent_lab import kernelspec, rust_kernel, vscode
from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log

pytestmark = pytest.mark.skipif(os.name == "nt", reason="only administrators make links there")


def test_set_up_links_the_environment_with_its_kernel_where_vs_code_looks(tmp_path: Path) -> None:
    checkout = Environment(tmp_path / "a checkout")
    checkout.venv.mkdir(parents=True)
    step = vscode.step(checkout)
    assert not step.is_done()
    step.run()
    assert step.is_done()
    kernelspec.write(checkout.kernelspecs, str(checkout.kernel), Environment(ROOT).logos)
    assert rust_kernel.is_registered(checkout)
    # By a relative path: a checkout that is moved takes the link along.
    moved = checkout.root.rename(tmp_path / "moved")
    spec = moved / ".venv" / "share" / "jupyter" / "kernels" / kernelspec.NAME / "kernel.json"
    assert json.loads(spec.read_text(encoding="utf-8"))["display_name"] == kernelspec.DISPLAY_NAME


def test_an_environment_of_the_users_own_stays(tmp_path: Path) -> None:
    checkout = Environment(tmp_path)
    own = tmp_path / ".venv" / "pyvenv.cfg"
    own.parent.mkdir()
    own.touch()
    Log(io.StringIO()).run([vscode.step(checkout)])
    assert not own.parent.is_symlink()
    assert own.exists()
