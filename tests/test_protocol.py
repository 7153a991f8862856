"""Jupyter's protocol, message by message: the public test suite for kernels, and what is beyond."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupyter_kernel_test
import psutil
import pytest

from kernels import CELL_SECONDS, PATIENCE, Kernel, Message


def html(text: str) -> str:
    """Code that shows HTML, in evcxr's form."""
    return f'println!("EVCXR_BEGIN_CONTENT text/html\\n{text}\\nEVCXR_END_CONTENT")'


class TestPublicSuite(jupyter_kernel_test.KernelTests):  # type: ignore[misc]
    """jupyter_kernel_test on our kernel; pagers are deprecated."""

    language_name = "rust"
    file_extension = ".rs"
    code_hello_world = 'println!("hello, world")'
    code_stderr = 'eprintln!("test")'
    code_generate_error = 'panic!("on purpose")'
    code_execute_result = [  # noqa: RUF012
        {"code": "1 + 1", "result": "2"},
        {"code": "6 * 7", "result": "42"},
        {"code": '"text".len()', "result": "4"},
    ]
    code_display_data = [  # noqa: RUF012
        {"code": f"{html('<b>b</b>')};\nlet x = 1;", "mime": "text/html"},
        {"code": f"{html('<i>i</i>')};\n2", "mime": "text/html"},
    ]
    code_clear_output = (
        'println!("EVCXR_BEGIN_CONTENT application/vnd.descent.clear\\nnow\\nEVCXR_END_CONTENT");'
    )
    completion_samples = [{"text": "let text = String::with_capa"}]  # noqa: RUF012
    complete_code_samples = ["1", "let x = 1;", "fn f() {}"]  # noqa: RUF012
    incomplete_code_samples = ["fn f() {", "let x =", "vec![1,"]  # noqa: RUF012
    invalid_code_samples = ["}", "let = 3;"]  # noqa: RUF012
    code_inspect_sample = "String::new"
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ? 7"
    running: Kernel

    @classmethod
    def setUpClass(cls) -> None:
        """Starts our kernel, in a folder of its own."""
        cls.running = Kernel(Path(tempfile.mkdtemp()) / "tmp")
        cls.km, cls.kc = cls.running.manager, cls.running.client

    @classmethod
    def tearDownClass(cls) -> None:
        """Ends it."""
        cls.running.end()


class TestPublicSuiteForWelcome(jupyter_kernel_test.IopubWelcomeTests):  # type: ignore[misc]
    """The same for the greeting of those who begin to listen."""

    support_iopub_welcome = True

    @classmethod
    def setUpClass(cls) -> None:
        """Starts our kernel, in a folder of its own."""
        cls.running = Kernel(Path(tempfile.mkdtemp()) / "tmp")
        cls.km, cls.kc = cls.running.manager, cls.running.manager.client()

    @classmethod
    def tearDownClass(cls) -> None:
        """Ends it."""
        cls.kc.stop_channels()
        cls.running.end()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel for all tests here."""
    with Kernel(tmp_path_factory.mktemp("protocol") / "tmp") as k:
        yield k


def asked(kernel: Kernel, kind: str, content: dict[str, Any]) -> tuple[Message, list[Message]]:
    """The answer to a request, and what came of it on the port for outputs."""
    message = kernel.client.session.msg(kind, content)
    kernel.client.shell_channel.send(message)
    number = message["header"]["msg_id"]
    outputs: list[Message] = []
    while not outputs or outputs[-1]["content"].get("execution_state") != "idle":
        output = kernel.client.get_iopub_msg(timeout=CELL_SECONDS)
        if output["parent_header"].get("msg_id") == number:
            outputs.append(output)
    while True:
        reply = kernel.client.get_shell_msg(timeout=CELL_SECONDS)
        if reply["parent_header"].get("msg_id") == number:
            return reply["content"], outputs


def run(kernel: Kernel, code: str, **options: Any) -> tuple[Message, list[Message]]:
    """The answer to a cell, and its outputs."""
    return asked(kernel, "execute_request", {"code": code, **options})


def kinds(outputs: list[Message]) -> list[str]:
    """What kinds of messages these are, without the kernel's states."""
    return [output["msg_type"] for output in outputs if output["msg_type"] != "status"]


def test_cells_count_from_one(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        reply, outputs = run(k, "1")
        assert reply["execution_count"] == 1
        shown = [one["content"] for one in outputs if one["msg_type"] != "status"]
        assert [content["execution_count"] for content in shown] == [1, 1]
        assert run(k, "", store_history=False)[0]["execution_count"] == 1
        assert run(k, "2")[0]["execution_count"] == 2


def test_a_silent_cell_shows_nothing_and_does_not_count(kernel: Kernel) -> None:
    before = run(kernel, "1")[0]["execution_count"]
    reply, outputs = run(kernel, 'println!("a"); 2', silent=True)
    assert (reply["status"], reply["execution_count"], kinds(outputs)) == ("ok", before, [])
    assert run(kernel, "1")[0]["execution_count"] == before + 1


def test_expressions_are_answered_with_the_cell(kernel: Kernel) -> None:
    expressions = {"sum": "1 + 2", "wrong": "missing"}
    reply, outputs = run(kernel, "let side = 4;", user_expressions=expressions)
    values = reply["user_expressions"]
    assert values["sum"]["data"]["text/plain"] == "3"
    assert values["wrong"]["status"] == "error"
    assert kinds(outputs) == ["execute_input"]


@pytest.mark.parametrize(
    ("code", "ename"),
    [
        ('let wrong: i32 = "a";', "E0308"),
        ('panic!("on purpose")', "Panic"),
        ('"x".parse::<i32>()?;', "Error"),
    ],
)
def test_what_fails_is_an_error_and_stops_what_is_queued(
    kernel: Kernel, code: str, ename: str
) -> None:
    run(kernel, "let kept = 7;")
    numbers = [kernel.client.execute(one) for one in (code, "1 + 1", "2 + 2")]
    replies: dict[str, Message] = {}
    while len(replies) < 3:
        reply = kernel.client.get_shell_msg(timeout=CELL_SECONDS)
        replies[reply["parent_header"]["msg_id"]] = reply["content"]
    assert [replies[number]["status"] for number in numbers] == ["error", "aborted", "aborted"]
    assert replies[numbers[0]]["ename"] == ename
    assert replies[numbers[0]]["traceback"]
    reply, outputs = run(kernel, "kept")
    assert outputs[2]["content"]["data"]["text/plain"] == "7"


def test_without_stop_on_error_the_queue_goes_on(kernel: Kernel) -> None:
    kernel.client.execute('panic!("on purpose")', stop_on_error=False)
    assert run(kernel, "1")[0]["status"] == "ok"


def test_a_comm_that_nobody_listens_to_is_closed(kernel: Kernel) -> None:
    kernel.client.shell_channel.send(
        kernel.client.session.msg("comm_open", {"comm_id": "c", "target_name": "x", "data": {}})
    )
    while (output := kernel.client.get_iopub_msg(timeout=CELL_SECONDS))["msg_type"] != "comm_close":
        pass
    assert output["content"]["comm_id"] == "c"
    assert asked(kernel, "comm_info_request", {})[0]["comms"] == {}


def test_a_request_that_no_kernel_knows_is_an_error_and_no_silence(kernel: Kernel) -> None:
    reply, _ = asked(kernel, "magic_request", {})
    assert reply["status"] == "error"
    assert "magic_request" in reply["evalue"]


def test_an_interrupt_at_rest_changes_nothing(kernel: Kernel) -> None:
    run(kernel, "let rest = 5;")
    kernel.manager.interrupt_kernel()
    time.sleep(0.3)
    assert run(kernel, "rest")[1][2]["content"]["data"]["text/plain"] == "5"


def test_an_interrupt_while_compiling_keeps_the_variables(kernel: Kernel) -> None:
    run(kernel, "let patient = 5;")
    text = 'format!("{}", i as f64 * x)'
    slow = "\n".join(
        f"fn f{i}(x: f64) -> Vec<String> {{ (0..{i}).map(|i| {text}).collect() }}"
        for i in range(600)
    )
    kernel.client.execute(f"{slow}\nf1(1.0)")
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=CELL_SECONDS)["content"]
    assert (reply["status"], reply["ename"]) == ("error", "Interrupted")
    assert run(kernel, "patient")[1][2]["content"]["data"]["text/plain"] == "5"


def test_a_shown_value_is_a_result_only_as_the_last_expression(kernel: Kernel) -> None:
    shows = "struct Page;\nimpl Page { fn evcxr_display(&self) { " + html("p") + "; } }"
    run(kernel, shows)
    assert kinds(run(kernel, "Page.evcxr_display();\nPage.evcxr_display();")[1])[1:] == [
        "display_data",
        "display_data",
    ]
    assert kinds(run(kernel, "Page.evcxr_display();\nPage")[1])[1:] == [
        "display_data",
        "execute_result",
    ]


def test_a_line_is_asked_for_where_somebody_can_answer(kernel: Kernel) -> None:
    code = (
        'let mut line = String::new();\nprint!("Your name? ");\n'
        "std::io::stdin().read_line(&mut line)?;\nline.trim().to_owned()"
    )
    number = kernel.client.execute(code, allow_stdin=True)
    asked = kernel.client.get_stdin_msg(timeout=CELL_SECONDS)
    assert asked["parent_header"]["msg_id"] == number
    assert asked["msg_type"] == "input_request"
    kernel.client.input("Ada")
    reply = kernel.client.get_shell_msg(timeout=CELL_SECONDS)["content"]
    assert reply["status"] == "ok"
    assert kernel.run("line.len()").results == ["4"]


def test_where_nobody_can_answer_a_cell_that_reads_a_line_fails_at_once(kernel: Kernel) -> None:
    run(kernel, "let before = 3;")
    code = "let mut text = String::new();\nstd::io::stdin().read_line(&mut text).unwrap();"
    reply, _ = run(kernel, code, allow_stdin=False)
    assert reply["ename"] == "Panic"
    assert "no keyboard" in reply["evalue"]
    assert kernel.run("before").results == ["3"]


def test_a_cell_that_waits_for_a_line_can_be_stopped(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        k.client.allow_stdin = True
        code = "let mut text = String::new();\nstd::io::stdin().read_line(&mut text)?;"
        number = k.client.execute(code)
        k.client.get_stdin_msg(timeout=CELL_SECONDS)
        k.manager.interrupt_kernel()
        reply: Message = {"parent_header": {}}
        while reply["parent_header"].get("msg_id") != number:
            reply = k.client.get_shell_msg(timeout=CELL_SECONDS)
        assert reply["content"]["ename"] == "Interrupted"
        k.client.allow_stdin = False
        assert k.run("1 + 1").results == ["2"]


def test_the_kernel_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    start = (
        "import sys, time; from pathlib import Path; from kernels import Kernel\n"
        f"k = Kernel(Path({str(tmp_path)!r}) / 'tmp'); print(k.pid, flush=True); time.sleep(600)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", start], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        kernel = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    kernel.wait(timeout=PATIENCE)


def test_names_are_completed_when_a_constant_is_in_scope(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        k.run("let speed: f64 = 0.5;")
        k.run("const LIMIT: f64 = 1.5;")
        for code, wanted in [
            ("spe", "speed"),
            ("LIM", "LIMIT"),
            ("print", "println!"),
            ("", "speed"),
        ]:
            reply = k.client.complete(code, len(code), reply=True, timeout=CELL_SECONDS)
            assert wanted in reply["content"]["matches"], code
        assert k.run("speed * LIMIT").results == ["0.75"]
