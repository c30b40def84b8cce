"""Turns bits in every byte of what a small ledger gives out, one after another: each must be found, and named.

    python -m tests.flips [WHAT ...] [--every 1] [--bits 1] [--processes 2]          (make flips)

WHAT: copy, bundle, log, checkpoint, proof, consistency, file, nowhere, answer (a timestamp); all of them if none is
named. `--every 7` takes each seventh byte, `--bits 8` turns each bit of a byte, else one: another one from byte to
byte. Found is what is not proved any more. Named is, of a copy, a range of bytes that the turned one lies in; of a
bundle, the file it lies in, the one before its header, or the directory; of a log, the tile. What is not found is
printed, and what is found and not named, and the exit code is 1. Bytes of a copy that no entry's hash covers are named
by the copy's own SHA-256 alone (docs/verifying.md); they are counted, with the member of the line that they are in.

What is read of most files of a bundle is their SHA-256, so that is what is asked of a turn in one (parts.py), and the
whole verifier where nothing is found by it, and of one in two hundred besides: it must then say the same.
"""
