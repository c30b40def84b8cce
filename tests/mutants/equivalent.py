"""Mutants that do what the verifier does, and why: by their name, as the run prints it."""

EQUIVALENT: dict[str, str] = {
    "_Der.whole: without: self.tag < 0": (
        "at the end the tag is -1, all of whose bits are set, so that the last arm refuses it"
    ),
    "_Der.whole: without: at + count > len(raw)": (
        "of fewer bytes than it says it has a length comes to less than with them all, and the last arm refuses it"
    ),
    "_entries: without: not found": "the position is then 0, which no entry has",
}
