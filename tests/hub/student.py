"""A student at a browser: what JupyterLab asks of the hub and of the student's own server."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat.v4 import output_from_msg
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from descent_lab import kernelspec
from hub.server import START_SECONDS, Hub
from lessons.canonical import Output, load
from lessons.document import output_texts

CELL_SECONDS = 120
OUTPUTS = ("display_data", "error", "execute_result", "stream")
ROUND = 0.1


@dataclass
class Ran:
    """What became of a cell."""

    status: str = ""
    outputs: list[Output] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """What it shows, as text."""
        return "\n".join(output_texts({"outputs": self.outputs}))


@dataclass
class Notebook:
    """An open notebook, whose kernel runs."""

    session: str
    socket: WebSocketClientConnection

    async def run(self, source: str) -> Ran:
        """Runs a cell to its end."""
        request = uuid.uuid4().hex
        header = {"msg_id": request, "msg_type": "execute_request", "version": "5.3"}
        message = {
            "channel": "shell",
            "header": {**header, "username": "", "session": "a browser"},
            "parent_header": {},
            "metadata": {},
            "content": {"code": source, "silent": False, "store_history": True},
        }
        begin = time.monotonic()
        await self.socket.write_message(json.dumps(message))
        ran, idle = Ran(), False
        while not (idle and ran.status):
            text = await asyncio.wait_for(self.socket.read_message(), CELL_SECONDS)
            assert text is not None, "the server has closed the connection"
            message = json.loads(text)
            kind, content = message["header"]["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["channel"] == "shell":
                ran.status = content["status"]
            elif kind == "status":
                idle = content["execution_state"] == "idle"
            elif kind in OUTPUTS:
                ran.outputs.append(output_from_msg(message))
        ran.seconds = time.monotonic() - begin
        return ran


@dataclass
class Student:
    """A student who has logged in."""

    hub: Hub
    name: str
    token: str

    async def start_server(self) -> None:
        """Presses 'Start My Server' and waits until it runs."""
        await self._ask(f"hub/api/users/{self.name}/server", "POST")
        await self._wait(lambda server: bool(server.get("ready")))

    async def stop_server(self) -> None:
        """Presses 'Stop My Server' and waits until it has stopped."""
        await self._ask(f"hub/api/users/{self.name}/server", "DELETE")
        await self._wait(lambda server: not server)

    async def upload(self, notebook: Path) -> None:
        """Puts a notebook into the student's home."""
        content = {"type": "notebook", "format": "json", "content": load(notebook)}
        await self._ask(f"user/{self.name}/api/contents/{notebook.name}", "PUT", content)

    async def spec(self) -> dict[str, Any]:
        """What the student's server knows of the kernel."""
        specs = await self._ask(f"user/{self.name}/api/kernelspecs")
        spec: dict[str, Any] = specs["kernelspecs"][kernelspec.NAME]["spec"]
        return spec

    async def open(self, path: str, kernel: str = kernelspec.NAME) -> Notebook:
        """Opens a notebook with a kernel."""
        wanted = {"path": path, "name": path, "type": "notebook", "kernel": {"name": kernel}}
        session = await self._ask(f"user/{self.name}/api/sessions", "POST", wanted)
        channels = f"user/{self.name}/api/kernels/{session['kernel']['id']}/channels"
        url = self.hub.url.replace("http", "ws", 1) + channels
        socket = await websocket_connect(HTTPRequest(url, headers=_headers(self.token)))
        return Notebook(session["id"], socket)

    async def close(self, notebook: Notebook) -> None:
        """Shuts the notebook's kernel down."""
        notebook.socket.close()
        await self._ask(f"user/{self.name}/api/sessions/{notebook.session}", "DELETE")

    async def _wait(self, reached: Callable[[dict[str, Any]], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            user = await self._ask(f"hub/api/users/{self.name}")
            if reached(user["servers"].get("", {})):
                return
            assert time.monotonic() < end, f"{user}\n{self.hub.said()}"
            await asyncio.sleep(ROUND)

    async def _ask(self, path: str, method: str = "GET", content: object = None) -> Any:
        return await _ask(self.hub, self.token, path, method, content)


async def log_in(hub: Hub, name: str) -> Student:
    """A student of the hub, who has a token as a browser would have it in a cookie."""
    made = await _ask(hub, hub.token, f"hub/api/users/{name}/tokens", "POST")
    return Student(hub, name, made["token"])


async def _ask(hub: Hub, token: str, path: str, method: str, content: object = None) -> Any:
    """Asks through the proxy; returns what is answered, decoded."""
    answer = await AsyncHTTPClient().fetch(
        hub.url + path,
        raise_error=False,
        method=method,
        headers=_headers(token),
        body=json.dumps(content or {}) if method in ("POST", "PUT") else None,
        request_timeout=START_SECONDS,
    )
    assert answer.code < 400, f"{method} {path}: {answer.code} {answer.body!r}\n{hub.said()}"
    return json.loads(answer.body) if answer.body else None


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"token {token}"}
