"""The produced pages of a load file, and the words on them; runs in a child process."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf

from projections.bundle.stamps import Stamp


def produce(task: dict[str, Any]) -> int:
    """Write a PDF for each document of the task, its numbers stamped bottom right; answers with the pages written."""
    written = 0
    with ExitStack() as opened:
        sources: dict[str, Pdf] = {}
        for document in task["documents"]:
            source = sources.get(document["source"])
            if source is None:
                source = sources[document["source"]] = opened.enter_context(pikepdf.open(document["source"]))
            with Pdf.new() as out:
                stamp = Stamp(out)
                for place, number in enumerate(document["numbers"], document["first"]):
                    out.pages.append(source.pages[place])
                    stamp.put(out.pages[-1], [number])
                    written += 1
                if "/OCProperties" in source.Root:
                    out.Root.OCProperties = out.copy_foreign(out.make_indirect(source.Root.OCProperties))
                out.save(document["target"], deterministic_id=True)
    return written


def read_words(task: dict[str, Any]) -> bool:
    """Write the words on a PDF's pages to a text file, a form feed after each page; false where there are none."""
    import pypdfium2  # type: ignore[import-untyped]  # no types; and only a load file needs it

    pages = []
    with pypdfium2.PdfDocument(task["source"]) as pdf:
        for page in pdf:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    if not "".join(pages).strip():
        return False
    words = "\f".join(pages).replace("\r\n", "\n")
    Path(task["target"]).write_bytes(words.encode("utf-8", "replace"))
    return True
