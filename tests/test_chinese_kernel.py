"""What a kernel says whose environment asks for Chinese: its own words, around those of rustc."""

# Chinese punctuation is meant.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cells import PRELUDE
from kernels import CELL_SECONDS, Kernel, Shown
from mistakes import FIRST, MISTAKES, Mistake, Told

CHINESE = {"DESCENT_LANGUAGE": "zh"}
HAN = re.compile("[\u4e00-\u9fff]")
CODE = re.compile("`[^`]*`")

# One of each family.
TRIED = (
    "no first cell run",
    "a missing semicolon",
    "`**`",
    "a negative index",
    "a missing `&`",
    "a variable moved in an earlier cell",
    "a closure kept",
    "a variable used in a function",
    "names beyond ASCII",
    "`main` not called",
)

READS = "let mut line = String::new();\nstd::io::stdin().read_line(&mut line)?;"
# What a student sees where rustc has nothing to say: a cell, and how its error begins.
FAILING = {
    'panic!("as it was said")': '发生 panic（`panic!("as it was said")`）：as it was said',
    READS: "发生 panic（`std::io::stdin().read_line(&mut line)?;`）：这里没有键盘可以读入一行",
    "std::panic::set_hook(Box::new(|_| ()));\n[1][one()]": "panic 了，而某个单元格",
    ':dep nosuch = { path = "../nosuch" }': "error: 目录 `../nosuch` 里没有 crate\n→ 路径从",
    ":depp x": "error: 没有 `:depp` 这个命令\n→ 引入 crate 用 `:dep`",
    "std::process::exit(3)": "error: 程序结束了：subprocess terminated with status",
}


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel that speaks Chinese, for which one that speaks English has kept a cell."""
    folder = tmp_path_factory.mktemp("chinese")
    with Kernel(folder / "english") as k:
        assert "there is no keyboard here to read a line from" in k.run(READS).error
    with Kernel(folder / "tmp", variables=CHINESE) as k:
        yield k


def test_mistakes_are_told_in_chinese_around_the_words_of_rustc(kernel: Kernel) -> None:
    count, wrong = 0, []
    tried = [mistake for mistake in MISTAKES if mistake.name in TRIED]
    assert len(tried) == len(TRIED)
    for mistake in tried:
        shown = Shown()
        for source in mistake.cells:
            shown, count = kernel.run(source), count + 1
        wrong += [f"{mistake.name}: {one}\n{shown.text}" for one in problems(mistake, shown, count)]
        if mistake is FIRST:
            assert kernel.run(PRELUDE).error == ""
            count += 1
    assert not wrong, "\n".join(wrong)


def problems(mistake: Mistake, shown: Shown, count: int) -> Iterator[str]:
    """What is wrong with what cell `count`, the last of a mistake, shows."""
    for code in CODE.findall(mistake.says):
        if code not in joined(shown.text):
            yield f"does not say {code}"
    if mistake.told is Told.WARNED:
        if not HAN.search(shown.stderr):
            yield "is not in Chinese"
        return
    title, explained = shown.error.splitlines()[:2]
    if HAN.search(CODE.sub("", title)) and "不能留给后面的单元格" not in title:
        yield f"does not begin with rustc's words: {title}"
    if not (explained.startswith("→ ") and HAN.search(explained)):
        yield f"does not explain itself: {explained}"
    where = f"--> 单元格 [{count}]，第 {mistake.line} 行\n"
    if where not in shown.error:
        yield f"does not say {where!r}"


def joined(text: str) -> str:
    """A text whose long lines are whole again."""
    return re.sub(r"\n  (?=\S)", "", text)


def test_what_a_cell_meets_when_it_runs_is_told_in_chinese(kernel: Kernel) -> None:
    assert kernel.run("fn one() -> usize { 1 }").error == ""
    for source, begins in FAILING.items():
        shown = kernel.run(source)
        assert shown.error.startswith(begins), shown
        if source.startswith("std::panic"):
            assert kernel.run("let _ = std::panic::take_hook();").error == ""
    assert "变量都不在了：请选择“运行 → " in joined(shown.error), shown
    request = kernel.send('println!("turning");\nloop {}')
    kernel.wait_until_it_prints(request)
    stopped = kernel.wait(request, interrupt_after=0)
    assert stopped.error.startswith("停下了。变量都不在了："), stopped


def test_a_variable_of_a_type_that_was_defined_anew_is_lost_in_chinese(kernel: Kernel) -> None:
    assert kernel.run("struct Net { w: f64 }\nlet net = Net { w: 1.0 };").error == ""
    assert kernel.run("struct Net { w: f64, b: f64 }").error == ""
    shown = kernel.run("let other = 1.0;")
    assert "变量 net 的类型重新定义过，所以它不在了。" in shown.stderr, shown


def test_a_client_is_answered_in_chinese(kernel: Kernel) -> None:
    answer = kernel.client.inspect("while", 2, reply=True, timeout=CELL_SECONDS)["content"]
    assert answer["data"] == {"text/plain": "条件成立时一直重复。"}
    answer = kernel.client.kernel_info(reply=True, timeout=CELL_SECONDS)["content"]
    assert "let 会把变量留给后面的单元格" in answer["banner"]
    assert "Rust 标准库" in [link["text"] for link in answer["help_links"]]
