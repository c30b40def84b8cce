"""Takes each check out of the verifier in turn, and shows that this is noticed: what nobody would miss is no check.

    python -m tests.mutants          (make mutants)

A mutant is ledger/verify.py with one check gone (making.py). It is given what a small ledger gives out, untouched and
altered in some hundred ways (a file of cases for each subject), and the vectors that others published, where they are
there; of all these, those in which the line that was changed is run (touching.py). The verifier itself must prove all
that is untouched and nothing that was altered. A mutant is found out by a *verdict* where it gives another exit code
anywhere, by a *word* where it only names something else. One that does neither survives, is printed, and the exit code
is 1; but for those of which equivalent.py says why nobody can tell them from the verifier.
"""
