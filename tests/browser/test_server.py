"""The server from outside: who reaches it, and who may use it."""

from __future__ import annotations

import urllib.error

import pytest
from playwright.sync_api import Page

from browser.notebook_page import NotebookPage
from browser.server import JupyterLab

GUIDE = "00_read_me_first.ipynb"


def test_server_and_kernels_listen_on_this_machine_only(page: Page, lab: JupyterLab) -> None:
    NotebookPage(page, lab, GUIDE).wait_for_kernel()
    addresses = lab.sockets()
    lab.end_kernels()
    # The server's own, and the five of a kernel.
    assert len(addresses) >= 6, addresses
    assert set(addresses) <= {"127.0.0.1", "::1"}, addresses


def test_whoever_has_no_token_gets_nothing(lab: JupyterLab) -> None:
    for path in ("api/contents", "api/kernels", "api/sessions"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            lab.request(path, token="")
        assert refused.value.code == 403
