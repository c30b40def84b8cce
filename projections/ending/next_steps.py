"""What there is to be done where a condition before an early termination is not shown: one sentence for each.

Whose it is to do is in the procedure (`falls_to`). None of these mends an act already done; they are for the next one.
"""

from __future__ import annotations

ANSWER_IT = "Answer what the provider disputes, with reasons and what shows them."
"""What there is to be done where a condition is shown and disputed."""
SAY_WHY = "It was done or entered late, and that stays on record: put on file why."
"""What there is to be done where a condition was met late."""
ITS_TIME_IS_OVER = "Put on file why the length of the time to remedy, which is over, was reasonable."
"""What there is to be done where a time to remedy has run out, and was shorter than it should have been."""
MINUTE_IT = "Put on file the minutes of the meeting at which the provider was told."
"""What there is to be done where all that was not told in recorded form was told at a meeting."""
HAVE_THE_LEAD_TELL_IT = "Have the lead officer tell the provider of the intention, and record when and how."
"""What there is to be done where another told the provider of it."""
CLOSE_THE_CHAIN = "Put on file what the trails lack, or record the case again, admitting it by issue and link."
"""What there is to be done where the case is on record and the trails it rests on lack what it does not admit."""
NEXT_STEPS: dict[str, str] = {
    "TC-01": "Fill the office if it is still vacant, and put on file who acted while it was, and by what authority.",
    "TC-02": "Put the specification in force at the time on file, and name the standard each failing is measured by.",
    "TC-03": "Hold the meetings that are due, file their minutes, and share every assessment with the provider.",
    "TC-04": "Put each failing to the provider in recorded form; where that was done, put the record of it on file.",
    "TC-05": "Ask the provider for a plan with a time or record that it gave none, and check what became of it.",
    "TC-06": "Record what was tried to resolve the failings, or try it.",
    "TC-07": "Take the failings to senior management.",
    "TC-08": "Consult the Contract Support Officer before any further notice; say why where it was not done.",
    "TC-09": "Have the formal route agreed in writing.",
    "TC-10": "Serve a notice as the contract asks, and put proof of its receipt on file.",
    "TC-11": "Meet the provider.",
    "TC-12": "Let the time to remedy run out, and put on file why its length was reasonable.",
    "TC-13": "Assess on evidence whether the failing was put right, and share the result.",
    "TC-14": "Conclude the default process, or have the departure from it decided by the office entitled.",
    "TC-15": "Discuss early termination with the Contract Support Officer, and record the consultation.",
    "TC-16": "Weigh what it means for the people served, what replaces the service and how long that takes.",
    "TC-17": "Tell the provider of the intention, and record when and how.",
    "TC-18": "Record the case, citing the entries that show the failure and naming the gaps.",
    "TC-19": "Consult Legal Services, unless that was done in an entry that may not be seen here.",
    "TC-20": "Have it decided by whoever may decide it, and record the decision.",
    "TC-21": "Hand it to Legal Services: notice is theirs to give, under the contract's own conditions.",
}
