"""The values for Kubernetes: YAML that agrees with the image and with the page that explains it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from descent_lab.environment import ROOT, Environment
from images import instructions

PAGE = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")
VALUES: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "kubernetes.yaml").read_text("utf-8"))
STUDENT: dict[str, Any] = VALUES["singleuser"]
DOCKERFILE = list(instructions((ROOT / "binder" / "Dockerfile").read_text(encoding="utf-8")))


def megabytes(text: str) -> int:
    """What Kubernetes reads as an amount of memory, such as 600M."""
    found = re.fullmatch(r"(\d+)M", text)
    assert found, text
    return int(found[1])


def test_the_image_is_named_by_this_version() -> None:
    image = STUDENT["image"]
    assert image["tag"] == Environment(ROOT).version
    assert f"--tag {image['name']}:{image['tag']} " in PAGE


def test_what_the_values_say_of_the_image_is_so() -> None:
    arguments = dict(rest.split("=", 1) for word, rest in DOCKERFILE if word == "ARG")
    # The chart runs the image as this user, and mounts this home.
    assert arguments["NB_UID"] == "1000"
    assert arguments["NB_USER"] == "jovyan"
    start = " ".join(STUDENT["lifecycleHooks"]["postStart"]["exec"]["command"])
    assert start.endswith(" /home/jovyan")
    (copied,) = (rest.split()[2] for word, rest in DOCKERFILE if rest.startswith("cp "))
    assert copied.removesuffix("/.") in start
    assert (ROOT / "notebooks" / STUDENT["defaultUrl"].rpartition("/")[2]).is_file()


def test_a_student_is_given_what_was_measured_and_a_limit_above_it() -> None:
    rows = re.findall(r"^\| (.+?) \| (\d+) MB \|$", PAGE, re.MULTILINE)
    measured = {name.partition(",")[0]: int(size) for name, size in rows}
    server = measured["JupyterLab's server"]
    at_rest, most = (server + measured[f"a kernel {when}"] for when in ("at rest", "at its most"))
    memory = STUDENT["memory"]
    assert at_rest <= megabytes(memory["guarantee"]) < megabytes(memory["limit"])
    # Twice the most, for what a student comes up with.
    assert 2 * most <= megabytes(memory["limit"])
    assert STUDENT["cpu"]["guarantee"] < STUDENT["cpu"]["limit"]
