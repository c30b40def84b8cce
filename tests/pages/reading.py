"""A reader of pages without JavaScript: what a page says, where it leads, and its forms, filled in and sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx2

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"}
NOT_TYPED = ("submit", "button", "image", "reset", "file")


@dataclass
class Input:
    """One input of a form, as the page has it."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = True
    options: list[str] = field(default_factory=list)
    id: str = ""


@dataclass
class Form:
    """One form of a page."""

    method: str
    action: str
    id: str
    inputs: list[Input] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.inputs}

    def values(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched."""
        sent: dict[str, list[str]] = {}
        for one in self.inputs:
            if one.name and one.chosen and one.kind not in NOT_TYPED:
                sent.setdefault(one.name, []).append(one.value)
        return sent

    def options(self, name: str) -> list[str]:
        """What can be chosen under a name."""
        return [value for one in self.inputs if one.name == name for value in (one.options or [one.value])]

    def offers(self, name: str, value: str) -> bool:
        return value in self.options(name)


class Page(HTMLParser):
    """A page as it was answered."""

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__()
        self.answer = answer
        self.status = answer.status_code
        self.html = answer.text
        self.title = ""
        self.headings: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.forms: list[Form] = []
        self.open_inputs: list[Input] = []
        self.words: list[str] = []
        self._within: list[str] = []
        self._select: Input | None = None
        self._text: Input | None = None
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.feed(self.html)

    @property
    def text(self) -> str:
        """Everything it says, blanks drawn together."""
        return " ".join(" ".join(self.words).split())

    @property
    def h1(self) -> list[str]:
        return [text for level, text in self.headings if level == "h1"]

    def form(self, id: str = "record-form") -> Form:
        """The form of that id, or that is sent to that address."""
        found = (form for form in self.forms if form.id == id or form.action.partition("?")[0] == id)
        return next(found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value if value is not None else "" for name, value in attrs}
        if "id" in a:
            self.ids[a["id"]] += 1
        if tag not in VOID:
            self._within.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))
        elif tag == "a" and "href" in a:
            self.links.append(a["href"])
        elif tag == "label":
            self.labelled.add(a.get("for", ""))
        elif tag == "form":
            self.forms.append(Form(a.get("method", "get"), a.get("action", ""), a.get("id", "")))
        elif tag in ("input", "textarea", "select", "button"):
            self._input(tag, a)
        elif tag == "option" and self._select is not None:
            self._select.options.append(a.get("value", ""))
            if "selected" in a or len(self._select.options) == 1:
                self._select.value = a.get("value", "")

    def _input(self, tag: str, a: dict[str, str]) -> None:
        kind = a.get("type", "text" if tag == "input" else "submit" if tag == "button" else tag)
        one = Input(a.get("name", ""), kind, a.get("value", ""), id=a.get("id", ""))
        if kind in ("checkbox", "radio"):
            one.chosen = "checked" in a
            one.value = a.get("value", "on")
        if tag == "button":
            if self.forms:
                self.forms[-1].buttons.append((one.name, one.value))
            return
        if kind != "hidden":
            self.open_inputs.append(one)
        if self.forms:
            self.forms[-1].inputs.append(one)
        self._select = one if tag == "select" else None
        self._text = one if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within and self._within.pop() != tag:
                pass
        if tag == "textarea":
            self._text = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        inside = self._within[-1] if self._within else ""
        if self._text is not None:
            self._text.value += data.removeprefix("\n") if not self._text.value else data
        if inside == "title":
            self.title += data
        if inside in ("script", "style", "title"):
            return
        self.words.append(data)
        for level in ("h1", "h2", "h3"):
            if level in self._within and self.headings:
                self.headings[-1] = (self.headings[-1][0], " ".join(f"{self.headings[-1][1]} {data}".split()))
                break


@dataclass
class Visitor:
    """Somebody with a browser that has no JavaScript."""

    client: Any
    person: str = ""

    def get(self, path: str, **query: Any) -> Page:
        self._be()
        answer = self.client.get(path, params=query or None, follow_redirects=True)
        return Page(answer)

    def post(
        self, path: str, values: dict[str, Any], files: Any = None, *, follow: bool = True, **headers: str
    ) -> Page:
        """Send values to an address as a browser sends a form."""
        sent = {"Origin": "http://testserver"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self._be()
        answer = self.client.post(path, data=values, files=files or None, headers=sent, follow_redirects=follow)
        return Page(answer)

    def send(
        self, page: Page, typed: dict[str, Any], *, form: str = "record-form", files: Any = None, follow: bool = True
    ) -> Page:
        """Fill in a form of a page and send it; what is not named is sent as the page has it."""
        wanted = page.form(form)
        values: dict[str, Any] = wanted.values()
        for name, value in typed.items():
            known = name in wanted.names or any(name == button for button, _ in wanted.buttons)
            assert known, f"the form has no {name}; it has {sorted(wanted.names)}"
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value if isinstance(value, list) else [value]
        address = wanted.action or urlsplit(str(page.answer.url)).path
        return self.post(address, values, files, follow=follow)

    def _be(self) -> None:
        """Have the one client of a test carry this person's cookie and no other."""
        self.client.cookies.clear()
        if self.person:
            self.client.cookies.set("cleartrail-person", self.person)


def date_typed(path: str, day: int, month: int, year: int) -> dict[str, str]:
    """A day as three boxes take it."""
    return {f"{path}-day": str(day), f"{path}-month": str(month), f"{path}-year": str(year)}
