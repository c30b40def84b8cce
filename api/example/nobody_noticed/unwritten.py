"""August 2025 to February 2026: a complaint by telephone, a price by e-mail, and nobody in the post."""

from __future__ import annotations

from datetime import date

from api.example.cast import (
    JOANS,
    RUTH,
    RUTHS,
    pounds,
)
from api.example.meeting import Met, held
from api.example.nobody_noticed.drifted import attendance_return
from api.example.nobody_noticed.parties import (
    JOAN,
    MARTIN,
    MARTINS,
    OWEN,
    OWENS,
)
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from ledger.entry import Actor, Source
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ProviderRepresentationsReceived
from ledger.subjects.people import (
    RoleAppointmentEnded,
)
from ledger.subjects.performance import Span
from ledger.subjects.records import (
    DepartureRefused,
    NoteMade,
)
from ledger.subjects.variations import AnnualValueChange, VariationAgreed, VariationProposed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def unwritten(desk: Desk) -> Story:
    """Tell what was done and not written down, or written and not signed."""
    yield from _on_the_telephone(desk)
    yield from _price_by_email(desk)
    yield from _nobody_in_post(desk)


def _on_the_telephone(desk: Desk) -> Story:
    yield desk.record(
        "2025-08-12 18:20", MARTINS,
        fact(ContactLogged(
            happened_on=date(2025, 8, 11), direction="other", means="call", concern=True, by=MARTIN,
            participants=(Actor(person="A son", party="third-party"), MARTIN),
            summary=Said("His mother came home at ten to seven, cold and upset. He does not want to write it down.",
                         person="C-0302"),
        ), "the son's call"),
        ContactLogged(happened_on=date(2025, 8, 12), direction="to-provider", means="call", concern=True, by=MARTIN,
                      participants=(MARTIN, OWEN), summary=Said("Told Owen. He will look into it.")),
    )
    # The issue is entered four weeks later, and of the telling there is nothing in writing.
    yield desk.record(
        "2025-09-09 09:40", MARTINS,
        fact(IssueRaised(happened_on=date(2025, 8, 12), noticed_on=date(2025, 8, 11), standards=("T1",), by=MARTIN,
                         nature=Said("Brought home at ten to seven.", person="C-0302"),
                         evidence=(desk["the son's call"],)), "home late"),
        IssueNotifiedToProvider(happened_on=date(2025, 8, 12), issue="ISS-001", recipient="Owen Pratt", by=MARTIN,
                                means="unrecorded"),
    )
    unminuted = Met("MTG-007", date(2025, 9, 25), (MARTIN, OWEN), {}, kind="regular")
    yield from held(desk, unminuted, "2025-10-01 17:00", MARTINS)


def _price_by_email(desk: Desk) -> Story:
    day = date(2025, 10, 20)
    mail = letter(day, "Martin Hale", "Owen Pratt", "Re: price from November",
                  "Agreed: £118,800 a year from 1 November. The deed will follow.", signed="Martin", by="By e-mail")
    yield desk.record(
        "2025-10-24 11:30", JOANS,
        fact(VariationAgreed(
            happened_on=day, effective_from=date(2025, 11, 1), form="e-mail", agreed_by_provider="Owen Pratt",
            changes=(AnnualValueChange(was=pounds(105_600), becomes=pounds(118_800)),), by=MARTIN,
            authorised_by=MARTIN, exhibits=(desk.paper(mail),),
        ), "price by e-mail", because={
            "variation.in-form": "Owen wanted it before the invoice run; Martin says that the deed will follow.",
            "variation.provider-informed": "It was the provider who asked.",
            "variation.support-officer-consulted": "Martin did not think that a price needed Colin.",
        }, claiming={"variation.support-officer-consulted": "Martin says that Ruth Dale agreed on the telephone."}),
        NoteMade(happened_on=date(2025, 10, 22), by=MARTIN, source=Source(how="told", whom="the driver"),
                 words=Said("The minibus lift failed again at Tollgate.")),
    )
    yield desk.record(
        "2025-11-03 14:15", RUTHS,
        DepartureRefused(happened_on=date(2025, 11, 3), position=desk["price by e-mail"], by=RUTH,
                         rule="variation.support-officer-consulted",
                         reason=Said("I was not asked. The contract wants a signed document, and Colin's view first.")),
    )
    yield from attendance_return(desk, "2025-11-12 10:00", date(2025, 11, 12), Span(first=date(2025, 7, 6),
                                 last=date(2025, 10, 5)), "1,204")


def _nobody_in_post(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-14 16:00", JOANS,
        RoleAppointmentEnded(happened_on=date(2025, 11, 14), office="lead-officer", person="Martin Hale", by=RUTH,
                             reason=Said("Left the council.")),
    )
    alone = Met("MTG-008", date(2025, 12, 17), (JOAN, OWEN), {
        "service-issues": "The lift fails once a week. Owen waits for a part.",
        "complaints-and-compliments": "The Christmas lunch was much praised.",
    }, kind="regular", because={"meeting.required-attend": "The post was empty; Joan went so that somebody did."})
    yield from held(desk, alone, "2025-12-18 09:00", JOANS)
    yield desk.record(
        "2025-12-18 09:20", JOANS,
        ComplimentReceived(happened_on=date(2025, 12, 16), whose="family",
                           subject=Said("The Christmas lunch, and the driver who sang.")),
    )
    yield desk.record(
        "2026-01-12 11:20", JOANS,
        fact(IssueRaised(happened_on=date(2026, 1, 12), standards=("T2",), by=JOAN,
                         nature=Said("The minibus lift has not worked since 5 January; six people stay at home.")),
             "lift"),
    )
    yield desk.record(
        "2026-01-26 15:00", JOANS,
        fact(IssueNotifiedToProvider(happened_on=date(2026, 1, 26), issue="ISS-002", recipient="Owen Pratt", by=JOAN,
                                     means="e-mail", words=Said("When will the lift be mended?")),
             because={"issue.told-at-once": "There was no lead officer, and nobody knew who should tell them."}),
    )
    yield desk.record(
        "2026-02-04 09:50", OWENS,
        ProviderRepresentationsReceived(happened_on=date(2026, 2, 4), answers=desk["lift"], issue="ISS-002", by=OWEN,
                                        stance="explains", words=Said("The part came on 2 February; it works again.")),
        VariationProposed(happened_on=date(2026, 2, 4), proposed_by_party="provider", by=OWEN, variation_kind="terms",
                          reason=Said("Please sign for the price we agreed in October; your payments fall short."),
                          changes=(AnnualValueChange(was=pounds(105_600), becomes=pounds(118_800)),)),
    )
