"""An image built without Docker: the lines of a Dockerfile, run in a bare Debian or Ubuntu.

What it understands of a Dockerfile is what ours has. A root that debootstrap makes stands for the
image that `FROM` names: of the system that runs the tests, because the wheel is built there, and a
program needs a C library that is not older.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Runs a command where it sees the root's own processes alone, which end with it. The toolchain of
# this machine stands for the one that rustup would download.
INSIDE = """
root="$1" toolchain="$2" place="$3"; shift 3
mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mkdir -p "$root$place" &&
mount --bind "$toolchain" "$root$place" && exec chroot "$@"
"""
NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child")


def debootstrap(root: Path) -> None:
    """Makes a bare root of this machine's own system, from where its apt takes packages."""
    release = platform.freedesktop_os_release()
    fields = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    command = ["apt-get", "indextargets", "--format", fields, "Created-By: Packages"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    lines = [line.split(" ") for line in answer.splitlines()]
    here = [line for line in lines if line[1] == release["VERSION_CODENAME"]]
    mirror = here[0][0]
    components = ",".join(sorted({line[2] for line in here if line[0] == mirror}))
    # As Debian's images have it: a root that nobody keeps need not survive a loss of power.
    settings = root / "etc" / "dpkg" / "dpkg.cfg.d"
    settings.mkdir(parents=True)
    (settings / "unsafe-io").write_text("force-unsafe-io\n", encoding="utf-8")
    options = ["--variant=minbase", f"--components={components}"]
    # What it mounts goes with it, however it ends.
    command = [*NAMESPACES, "debootstrap", *options]
    quietly([*command, release["VERSION_CODENAME"], str(root), mirror])
    for_apt = subprocess.run(
        ["apt-config", "dump", "Acquire"], capture_output=True, encoding="utf-8", check=True
    )
    (root / "etc/apt/apt.conf.d/99tests").write_text(for_apt.stdout, encoding="utf-8")
    if Path("/etc/hosts").exists():
        shutil.copyfile("/etc/hosts", root / "etc" / "hosts")


def quietly(command: Sequence[str]) -> str:
    """Runs a command; what it prints is shown only if it fails."""
    answer = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    assert answer.returncode == 0, f"{shlex.join(command[-4:])}\n{answer.stdout[-6000:]}"
    return answer.stdout


@dataclass
class Image:
    """A root in which the lines of a Dockerfile are run."""

    root: Path
    toolchain: Path
    place: str
    """Where the toolchain is seen in there."""
    outside: dict[str, str]
    """Variables of this machine alone, such as pip's settings."""
    variables: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    folder: str = "/"

    def build(self, dockerfile: Path, context: Path, arguments: dict[str, str]) -> None:
        """Does what each line says, with the build's arguments."""
        # The image that FROM names has no more than this.
        self.variables = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        for word, rest in instructions(dockerfile.read_text(encoding="utf-8")):
            if word == "RUN":
                self.run(rest)
            elif word in ("ARG", "ENV"):
                name, _, value = self.expanded(rest).partition("=")
                given = arguments.get(name) if word == "ARG" else None
                self.variables[name] = value if given is None else given
            elif word == "COPY":
                *sources, target = rest.split()
                self.copy(context, sources, target)
            elif word == "USER":
                self.user = self.expanded(rest)
            elif word == "WORKDIR":
                self.folder = self.expanded(rest)
            else:
                assert word == "FROM", f"{dockerfile.name} has a {word}, which no test knows"

    def run(self, line: str) -> str:
        """Runs a line of shell as RUN does, and returns what it prints."""
        variables = self.outside | self.variables | {"HOME": self.home()}
        given = [f"{name}={value}" for name, value in variables.items()]
        inside = [*NAMESPACES, "sh", "-c", INSIDE, "sh"]
        inside += [str(self.root), str(self.toolchain), self.place]
        inside += [f"--userspec={self.user}", str(self.root)]
        inside += ["env", "--ignore-environment", f"--chdir={self.folder}"]
        return quietly([*inside, *given, "sh", "-c", line])

    def copy(self, context: Path, sources: Sequence[str], target: str) -> None:
        """Copies files of the context into a folder of the root."""
        folder = self.root / target.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        for pattern in sources:
            for path in context.glob(pattern):
                shutil.copy2(path, folder)

    def expanded(self, text: str) -> str:
        """The text with the values of variables."""
        return re.sub(r"\$(\w+)|\$\{(\w+)\}", lambda m: self.variables[m[1] or m[2]], text)

    def home(self) -> str:
        """The home of the present user."""
        return "/root" if self.user == "root" else f"/home/{self.user}"


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, each with the rest of its lines as one."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word, rest


def pip_settings(root: Path) -> dict[str, str]:
    """Variables that make pip in a root find packages where this machine's own pip finds them."""
    command = ["python3", "-m", "pip", "config", "list"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    settings = dict(re.findall(r"^\S*\.([\w-]+)='(.*)'$", answer, re.MULTILINE))
    kept = {name: settings[name] for name in ("index-url", "cert") if name in settings}
    if "cert" in kept:
        shutil.copyfile(kept["cert"], root / "etc" / "certificates-outside.pem")
        kept["cert"] = "/etc/certificates-outside.pem"
    named = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in kept.items()}
    proxies = {name: value for name, value in os.environ.items() if name.endswith("_proxy")}
    return named | proxies
