"""A reader of pages without JavaScript: what a page says, where it leads, and its forms, filled in and sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpx2
from lxml import etree  # type: ignore[import-untyped]  # it comes without types

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


class Page:
    """A page as it was answered. It is taken apart when it is asked for something, and by lxml: many are only read."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.html = answer.text

    @cached_property
    def _read(self) -> tuple[Any, str]:
        """Its marks, without what is no text of the page; and its title."""
        is_page = self.answer.headers.get("content-type", "").startswith("text/html") and self.html.strip()
        root = etree.HTML(self.html if is_page else "<html></html>", etree.HTMLParser(huge_tree=True))
        title = "".join(one.text or "" for one in root.iter("title"))
        for unsaid in root.iter("title", "script", "style", etree.Comment):
            unsaid.text = ""
        return root, title

    @property
    def _marks(self) -> Any:
        return self._read[0]

    @property
    def title(self) -> str:
        return self._read[1]

    @cached_property
    def words(self) -> list[str]:
        """Each piece of text between two marks."""
        return list(self._marks.itertext())

    @cached_property
    def text(self) -> str:
        """Everything it says, blanks drawn together."""
        return " ".join(" ".join(self.words).split())

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        found = self._marks.iter("h1", "h2", "h3")
        return [(one.tag, " ".join(" ".join(str(piece) for piece in one.itertext()).split())) for one in found]

    @property
    def h1(self) -> list[str]:
        return [text for level, text in self.headings if level == "h1"]

    @cached_property
    def links(self) -> list[str]:
        return [one.attrib["href"] for one in self._marks.iter("a") if "href" in one.attrib]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(one.attrib["id"] for one in self._marks.iter(etree.Element) if "id" in one.attrib)

    @cached_property
    def labelled(self) -> set[str]:
        return {one.get("for", "") for one in self._marks.iter("label")}

    @cached_property
    def forms(self) -> list[Form]:
        """Its forms; an input belongs to the last that was begun before it."""
        forms: list[Form] = []
        for one in self._marks.iter("form", "input", "textarea", "select", "button"):
            if one.tag == "form":
                forms.append(Form(one.get("method", "get"), one.get("action", ""), one.get("id", "")))
            elif forms and one.tag == "button":
                forms[-1].buttons.append((one.get("name", ""), one.get("value", "")))
            elif forms:
                forms[-1].inputs.append(_input(one))
        return forms

    @cached_property
    def open_inputs(self) -> list[Input]:
        """What there is to fill in or to choose."""
        every = [_input(one) for one in self._marks.iter("input", "textarea", "select")]
        return [one for one in every if one.kind != "hidden"]

    def form(self, id: str = "record-form") -> Form:
        """The form of that id, or that is sent to that address."""
        found = (form for form in self.forms if form.id == id or form.action.partition("?")[0] == id)
        return next(found)


def _input(mark: Any) -> Input:
    kind = mark.get("type", "text" if mark.tag == "input" else str(mark.tag))
    one = Input(mark.get("name", ""), kind, mark.get("value", ""), id=mark.get("id", ""))
    if kind in ("checkbox", "radio"):
        one.chosen = "checked" in mark.attrib
        one.value = mark.get("value", "on")
    elif kind == "textarea":
        one.value = "".join(str(piece) for piece in mark.itertext()).removeprefix("\n")
    elif kind == "select":
        for option in mark.iter("option"):
            one.options.append(option.get("value", ""))
            if "selected" in option.attrib or len(one.options) == 1:
                one.value = option.get("value", "")
    return one


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
