from email.message import EmailMessage
from pathlib import Path

import pytest

from projections.bundle.exhibits import Rendered, render_exhibits
from projections.bundle.exhibits.mails import read_mail
from tests.bundle import made
from tests.bundle.seeing import words

ENCODED = (
    b"From: =?utf-8?q?J=C3=BCrgen?= <j@x.example>\r\nTo: =?bogus?q?x?= <t@x.example>\r\nTo: second@x.example\r\n"
    b"Subject: =?utf-8?b?w4TDliDigK4=?=\r\n folded\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: text/plain; charset="no-such"\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n'
)
MAILS: dict[str, bytes] = {
    "plain": made.mail("Please collect\nthe bins."),
    "attached": made.mail(
        "See the plan.",
        (
            ("plan.pdf", made.pdf("The plan.", pages=2)),
            ("../../etc/x.pdf", made.picture()),
            ("list.xlsx", made.zip_bomb()),
            ("locked.pdf", made.encrypted()),
        ),
    ),
    "web": made.mail("", html="<p>Only <b>web</b><img src='http://evil.example/track.png' alt='logo'>"),
    "both": made.mail("The plain one.", html="<p>The web one."),
    "within": b"",
    "broken": made.mail(attachments=(("a.pdf", made.pdf()),)).replace(b"--===", b"-=", 2)[:-300],
    "encoded": ENCODED,
    "many": made.mail("Many.", tuple((f"{number}.txt", b"text %d" % number) for number in range(150))),
}


def _within(depth: int) -> bytes:
    content = made.mail("The innermost.", (("last.txt", b"last"),), subject="level 0")
    for level in range(1, depth + 1):
        around = EmailMessage()
        around["From"], around["To"], around["Subject"] = "a@b.example", "c@d.example", f"level {level}"
        around.set_content(f"Around {level}.")
        inner = EmailMessage()
        inner["Content-Type"] = "message/rfc822"
        around.make_mixed()
        text = bytes(around).rstrip().removesuffix(b"--")
        boundary = text[text.rindex(b"--=") :]
        content = text + b"\nContent-Type: message/rfc822\n\n" + content + b"\n" + boundary + b"--\n"
    return content


MAILS["within"] = _within(5)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    folder = tmp_path_factory.mktemp("mails")
    exhibits = [
        made.exhibit(folder, number, content, f"{name}.eml", "message/rfc822")
        for number, (name, content) in enumerate(MAILS.items(), 1)
    ]
    return {one.exhibit.title.removesuffix(".eml"): one for one in render_exhibits(exhibits, folder)}


def _said(one: Rendered, part: int = 0) -> str:
    pdf = one.parts[part].pdf
    assert pdf is not None, one.parts[part]
    return words(pdf)


def test_a_mail_shows_its_head_and_its_words(rendered: dict[str, Rendered]) -> None:
    said = _said(rendered["plain"])

    for piece in (
        "From: Ann Lee <ann@hants.example>",
        "To: depot@bins.example",
        "Cc: legal@hants.example",
        "Date: Wed, 04 Mar 2026 10:22:00 +0000",
        "Subject: Bins",
        "Please collect the bins.",
    ):
        assert piece in said
    assert rendered["plain"].parts[0].sent == "2026-03-04"
    assert "Dated 4 March 2026" in words(rendered["plain"].covers, rendered["plain"].parts[0].cover)
    assert rendered["plain"].note is None


def test_attachments_are_sub_exhibits_each_with_its_cover_sheet(rendered: dict[str, Rendered]) -> None:
    one = rendered["attached"]

    assert [part.label for part in one.parts] == ["2", "2.1", "2.2", "2.3", "2.4"]
    assert [part.pages for part in one.parts] == [1, 2, 1, 0, 0]
    assert one.pages == 5 + 4
    assert "Exhibit 2.1: plan.pdf," in _said(one)
    assert "The plan." in _said(one, 1)
    assert "an Excel workbook" in (one.parts[3].reason or "") or "a Word document" in (one.parts[3].reason or "")
    assert "asks for a password" in (one.parts[4].reason or "")
    cover = words(one.covers, one.parts[2].cover)
    assert cover.startswith("Exhibit 2.2 Attached to exhibit 2 ../../etc/x.pdf")
    assert "By its bytes this is a PNG picture" in cover


def test_the_name_of_an_attachment_is_no_path(rendered: dict[str, Rendered]) -> None:
    folder = rendered["attached"].covers.parent

    assert all(part.original.parent == folder for part in rendered["attached"].parts[1:])
    assert rendered["attached"].parts[1].original.read_bytes().startswith(b"%PDF-")


def test_a_mail_that_is_a_web_page_is_its_words(rendered: dict[str, Rendered]) -> None:
    assert "Only web[picture: logo]" in _said(rendered["web"])
    assert "Nothing it refers to was fetched" in (rendered["web"].note or "")
    assert "The plain one." in _said(rendered["both"])
    assert "The web one." not in _said(rendered["both"])
    assert "twice" in (rendered["both"].note or "")


def test_a_mail_within_a_mail_is_a_sub_exhibit_down_to_a_depth(rendered: dict[str, Rendered]) -> None:
    one = rendered["within"]

    assert [part.label for part in one.parts] == ["5", "5.1", "5.1.1", "5.1.1.1"]
    assert "Around 5." in _said(one)
    assert "Around 2." in _said(one, 3)
    assert one.parts[1].title == "level 4"
    assert any("nested too deeply" in note for note in one.parts[3].notes)


def test_a_broken_mail_is_read_as_far_as_it_goes(rendered: dict[str, Rendered]) -> None:
    assert "From: Ann Lee" in _said(rendered["broken"])
    assert "breaks the rules of its format" in (rendered["broken"].note or "")


def test_encoded_words_are_read_and_a_second_field_is_shown(rendered: dict[str, Rendered]) -> None:
    said = _said(rendered["encoded"])

    assert "From: Jürgen <j@x.example>" in said
    assert "To: second@x.example" in said
    assert "Subject: ÄÖ ⟨U+202E⟩ folded" in said
    assert "Grüße" in said


def test_more_attachments_than_can_be_shown_are_counted(rendered: dict[str, Rendered]) -> None:
    one = rendered["many"]

    assert len(one.parts) == 101
    assert "50 more are in the original alone" in (one.note or "")


def test_an_envelope_line_is_no_part_of_the_mail(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"From ann Wed Mar  4 10:22:00 2026\n" + MAILS["plain"])

    assert read_mail(path).head[0] == ("From", "Ann Lee <ann@hants.example>")
