"""March to May 2026: somebody acts, with nothing to act on, and the contract goes on."""

from __future__ import annotations

from datetime import date, time

from api.example.cast import (
    AUTHORITY_NAME,
    JOANS,
    LENA,
    LENAS,
    RUTH,
    RUTHS,
)
from api.example.meeting import Met, held, minuted
from api.example.nobody_noticed.parties import (
    NORA,
    NORAS,
    OWEN,
    OWENS,
    PROVIDER,
)
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from ledger.subjects.default_process import RightsReserved
from ledger.subjects.issues import ProviderRepresentationsReceived
from ledger.subjects.notices import Addressee, NoticeServed, NoticeWithdrawn
from ledger.subjects.people import (
    LeadOfficerAppointed,
)
from ledger.subjects.records import (
    NoteMade,
)
from ledger.subjects.reviews import (
    Answer,
    ContractReviewCompleted,
    ContractReviewStarted,
    ExtensionDecided,
    RenewalDecided,
)
from ledger.subjects.termination import ContractTerminated, LegalAdviceReceived, LegalServicesConsulted
from ledger.subjects.variations import VariationRejected
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def acted(desk: Desk) -> Story:
    """Tell the notice withdrawn, the late review, the e-mail and the advice."""
    yield from _new_lead_officer(desk)
    yield from _reviewed_late(desk)
    yield from _saturday(desk)
    yield from _still_live(desk)


def _new_lead_officer(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-02 10:00", JOANS,
        LeadOfficerAppointed(happened_on=date(2026, 3, 2), person="Nora Quayle", post="Team Manager, Day Services",
                             appointed_by="Ruth Dale", by=RUTH),
    )
    met = Met("MTG-009", date(2026, 3, 10), (NORA, OWEN), {
        "issues-raised-before": "Home late: Owen knows of no complaint. The lift: works since February.",
        "complaints-and-compliments": "None on file but the Christmas lunch.",
        "service-issues": "Home after five on one day in three.",
        "future-meetings": "None arranged.",
    }, kind="regular", brought={"attendance figures": False})
    yield from held(desk, met, "2026-03-11 09:00", NORAS)
    yield from minuted(desk, met, "monitoring meeting", date(2026, 3, 12), "2026-03-12 10:00", NORAS)
    yield desk.record(
        "2026-03-12 10:30", NORAS,
        VariationRejected(happened_on=date(2026, 3, 12), variation="VAR-002", by=NORA,
                          reason=Said("Nothing was signed in October and the service is late one day in three.")),
    )
    day = date(2026, 3, 16)
    yield desk.record(
        "2026-03-16 17:40", NORAS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(17, 30), notice_kind="improvement", clause="17.1", issues=("ISS-001",),
            standards_breached=("T1",), method="e-mail", address="office@brindlegreen.example", by=NORA,
            recipients=(Addressee(person="Owen Pratt", office="provider-contract-manager"),),
            remedy_required=Said("Everybody home by five."), remedy_by=date(2026, 3, 23),
            document=desk.paper(letter(day, AUTHORITY_NAME, f"Owen Pratt, {PROVIDER}", "Improvement notice",
                                       "People come home late. Put it right by 23 March 2026.",
                                       signed="Nora Quayle, lead officer", by="By e-mail")),
        ), because={
            "notice.support-officer-consulted": "Nora did not know that Colin had to be asked.",
            "notice.reasonable-time": "Nora thought that a week was enough; the contract gives 15 Working Days.",
        }),
    )
    yield desk.record(
        "2026-03-25 11:00", NORAS,
        NoticeWithdrawn(happened_on=date(2026, 3, 25), notice="NOT-001", by=NORA,
                        reason=Said("Colin says that clause 15.2 knows no e-mail. A proper notice is to follow.")),
    )


def _reviewed_late(desk: Desk) -> Story:
    yield desk.record(
        "2026-04-01 09:30", NORAS,
        ContractReviewStarted(happened_on=date(2026, 4, 1), lead=NORA, due_by=date(2025, 9, 30), by=NORA),
    )
    yield desk.record(
        "2026-04-24 16:00", NORAS,
        fact(ContractReviewCompleted(
            happened_on=date(2026, 4, 24), review="REV-001", by=NORA,
            needs_met=Answer(conclusion="partly", words=Said("The day itself is liked; the journeys are not.")),
            specification_change=Answer(conclusion="yes", words=Said("Transport needs times of its own.")),
            value_for_money=Answer(conclusion="no", words=Said("No figures to show it.")),
            renew=Answer(conclusion="no", words=Said("Tender afresh, with other terms.")),
        ), because={"review.in-time": "Nobody started it before April; it was due in September."}),
    )
    yield desk.record(
        "2026-04-27 14:00", NORAS,
        RenewalDecided(happened_on=date(2026, 4, 27), review="REV-001", renew=False, by=NORA,
                       reason=Said("A new tender, with transport as a lot of its own.")),
        ExtensionDecided(happened_on=date(2026, 4, 27), option="2.3", taken=False, by=NORA),
    )


def _saturday(desk: Desk) -> Story:
    day = date(2026, 5, 2)
    why = "Nora wrote on Saturday night after a family had rung her at home; she asked nobody."
    mail = letter(day, "Nora Quayle", "Owen Pratt", "Contract MCC-DC-003",
                  "I have had enough of this. The contract is terminated with immediate effect.", signed="Nora Quayle",
                  by="By e-mail, at 21.40")
    yield desk.record(
        "2026-05-05 09:15", JOANS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(21, 40), notice_kind="termination", extent="full", ends_on=day, by=NORA,
            method="e-mail", address="office@brindlegreen.example", issues=("ISS-001",),
            recipients=(Addressee(person="Owen Pratt", office="provider-contract-manager"),),
            document=desk.paper(mail),
        ), "saturday e-mail", because={
            "notice.termination-by-legal-services": why,
            "notice.termination-discussed": why,
            "notice.termination-impact-assessed": why,
            "notice.termination-case-recorded": why,
            "notice.termination-legal-services-consulted": why,
            "notice.termination-right-arisen": why,
            "notice.termination-decided": "Nobody had decided it.",
            "notice.provider-informed": "The e-mail was the first that Owen heard of it.",
        }),
    )
    yield desk.record(
        "2026-05-05 09:40", NORAS,
        fact(ContractTerminated(happened_on=day, notice="NOT-002", by=NORA), "purported end", because={
            "termination.support-officer-consulted": why,
            "termination.impact-assessed": why,
            "termination.case-recorded": why,
            "termination.legal-services-consulted": why,
            "termination.right-arisen": why,
            "termination.process-worked-through": "The one notice there was had been withdrawn.",
            "termination.by-legal-services": why,
            "termination.on-a-notice-that-stands": "It rests on the e-mail.",
            "termination.provider-informed": "The e-mail was the first that Owen heard of it.",
            "termination.decided": "Nobody had decided it.",
        }),
    )


def _still_live(desk: Desk) -> Story:
    yield desk.record(
        "2026-05-06 10:30", OWENS,
        ProviderRepresentationsReceived(
            happened_on=date(2026, 5, 6), answers=desk["saturday e-mail"], notice="NOT-002", stance="disputes", by=OWEN,
            words=Said("This is no notice. The minibus ran on Tuesday as always, and we shall invoice."),
        ),
    )
    yield desk.record(
        "2026-05-07 09:00", RUTHS,
        LegalServicesConsulted(happened_on=date(2026, 5, 7), consulted="Lena Stone", by=RUTH,
                               words=Said("Has Nora's e-mail ended the contract?")),
    )
    yield desk.record(
        "2026-05-08 16:10", LENAS,
        LegalAdviceReceived(happened_on=date(2026, 5, 8), recommends="other", by=LENA,
                            advice=Said("No. It was not served as clause 15.2 asks, no right under 18.1 has arisen, "
                                        "and there is hardly a failing on file. Say so and go on.")),
    )
    told = letter(date(2026, 5, 11), AUTHORITY_NAME, f"Owen Pratt, {PROVIDER}", "Contract MCC-DC-003",
                  "The e-mail of 2 May was not a notice under the contract, which goes on. The council reserves its "
                  "rights about late journeys.", signed="Ruth Dale, County Manager (Contracts)",
                  by="By signed-for post")
    yield desk.record(
        "2026-05-11 12:00", RUTHS,
        RightsReserved(happened_on=date(2026, 5, 11), issues=("ISS-001",), by=RUTH, recipient="Owen Pratt",
                       means="letter", words=Said("The contract goes on; the council reserves its rights."),
                       exhibits=(desk.paper(told),)),
        fact(NoteMade(happened_on=date(2026, 5, 11), by=RUTH, concerns=(desk["purported end"],),
                      words=Said("The contract is live and runs to 30 September 2026.")), "still live"),
    )
