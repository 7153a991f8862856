"""What hatchling adds to the wheel: the kernel's programs, crates, lessons and kernelspec.

maturin was weighed: it puts programs into the environment's `bin`, far from the crates that the
kernel finds from its own path, and knows nothing of the rest. setuptools has no place for files
outside of packages. hatchling has both, a hook and shared data.
"""

from __future__ import annotations

import platform
import re
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from descent_lab import kernelspec, rust_kernel, tree
from descent_lab.environment import Environment

# From the kernelspec's folder, `share/jupyter/kernels/NAME`, which Jupyter and VS Code put in: so
# the environment may lie anywhere.
SHARE = "{resource_dir}/../../.."
# Where Rust's programs run, as rustc says (`--print deployment-target`).
OLDEST_MACOS = {"arm64": "11_0", "x86_64": "10_12"}


class Hook(BuildHookInterface[Any]):
    """Assembles the files below `share` and names the platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling before it writes the wheel."""
        checkout = Environment(Path(self.root))
        rust_kernel.install_programs(checkout)
        share = checkout.root / "target" / "package" / "share"
        shutil.rmtree(share, ignore_errors=True)
        lab = tree.assemble(checkout, share / "descent-lab")
        program = f"{SHARE}/{lab.kernel.relative_to(share).as_posix()}"
        spec = kernelspec.write(share / "jupyter" / "kernels", program, lab.logos)
        kernelspec.copy_docs(checkout.docs, spec)
        programs = [lab.program(name) for name in rust_kernel.PROGRAMS]
        programs += filter(Path.is_file, lab.compiled.rglob("build_script_*"))
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(programs)}"
        build_data["shared_data"] = {str(share): "share"}


def platform_tag(programs: list[Path]) -> str:
    """The machines on which the programs run, as the names of wheels say it."""
    if sys.platform == "darwin":
        machine = platform.machine()
        return f"macosx_{OLDEST_MACOS[machine]}_{machine}"
    name = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if not name.startswith("linux_"):
        return name
    needed = [
        int(version)
        for program in programs
        for version in re.findall(rb"GLIBC_2\.(\d+)", program.read_bytes())
    ]
    # With another C library there is no tag that says more.
    return name.replace("linux", f"manylinux_2_{max(needed)}") if needed else name
