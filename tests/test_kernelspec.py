"""What Jupyter reads of the kernel: the same program in each language."""

from __future__ import annotations

import json
from pathlib import Path

from descent_lab import kernelspec, rust_kernel
from descent_lab.environment import ROOT, Environment


def test_each_language_has_a_kernelspec_of_the_same_program(tmp_path: Path) -> None:
    checkout = Environment(tmp_path)
    kernelspec.write(checkout.kernelspecs, str(checkout.kernel), Environment(ROOT).logos)
    english, chinese = (
        json.loads((checkout.kernelspecs / one.name / "kernel.json").read_text(encoding="utf-8"))
        for one in (kernelspec.ENGLISH, kernelspec.CHINESE)
    )
    assert chinese["argv"] == english["argv"]
    assert (english["env"], chinese["env"]) == ({}, {"DESCENT_LANGUAGE": "zh"})
    # A notebook of stock evcxr opens with the one kernel of the language `rust`, letter by letter.
    assert [one["language"] for one in (english, chinese)] == ["rust", "Rust"]
    assert rust_kernel.is_registered(checkout)
    (checkout.kernelspecs / kernelspec.CHINESE.name / "kernel.json").unlink()
    assert not rust_kernel.is_registered(checkout)


def test_a_language_without_a_kernel_of_its_own_has_the_english_one() -> None:
    assert kernelspec.of_language("zh") == kernelspec.CHINESE
    assert kernelspec.of_language("xx") == kernelspec.ENGLISH
