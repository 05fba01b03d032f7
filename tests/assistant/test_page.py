"""The chat page: what it is made of is served, and asks for nothing that the service does not have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import assistant

PAGE = Path(assistant.__file__).parent / "page"
SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in PAGE.glob("*.js")}


def test_the_page_and_all_that_it_names_are_served(office: Any) -> None:
    page = office.client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    named = re.findall(r'(?:src|href)="(page/[^"]+)"', page.text)
    assert {"page/page.js", "page/page.css"} <= set(named)
    for name in named:
        assert office.client.get(f"/{name}").status_code == 200


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_imports_only_what_the_other_exports(name: str) -> None:
    for names, source in re.findall(r'import \{([^}]*)\} from "\./([\w.-]+)"', SCRIPTS[name]):
        for wanted in re.split(r"\s*,\s*", names.strip()):
            assert re.search(rf"export (?:async )?(?:function|const|class) {wanted}\b", SCRIPTS[source]), wanted


def test_it_asks_for_addresses_that_there_are(office: Any) -> None:
    known = office.client.get("/schema").json()["paths"]
    asked = set(re.findall(r'#(?:patiently|once)\("\w+", ["`](\w+)', SCRIPTS["api.js"]))
    assert asked == {"me", "chat", "login", "tools"}
    assert {f"/{one}" for one in asked} <= set(known)
    assert "/chat/{session_id}/events" in known


def test_the_first_screen_has_examples_from_ones_own_records(office: Any) -> None:
    examples = office.get("nell@harbor.test", "/me").json()["examples"]
    assert "Viola Hartmann" in " ".join(examples) or "Caleb Wexford" in " ".join(examples)
    assert "Hector" not in " ".join(examples)  # another team's
    assert office.chat("nell@harbor.test", examples[0], session_id="first")["status"] in (
        "awaiting_confirmation",
        "answered",  # it is so already
    )
