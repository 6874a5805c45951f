"""Who is told of which act: the only table of it. Words stand in `wording`."""

from __future__ import annotations

from enum import StrEnum

from lapor.reports.states import Act


class To(StrEnum):
    """Audiences. Officers are told at the level where the report lies, else at the nearest above."""

    REPORTER = "reporter"
    MERGED = "reporters of reports merged into this one"
    FOLLOWERS = "followers"
    COORDINATORS = "coordinators of the agency that acted, else of the lead"
    ADDED = "coordinators of the agency added"
    LIAISONS = "liaisons of the unit"
    SUPERIORS = "superiors of the unit"
    DECIDER = "whoever decides the objection"
    OVERSEER = "the overseer who asked"


# National verifiers and overseers work from their queues: a mail per report would drown them.
TABLE: dict[Act, tuple[To, ...]] = {
    Act.FILE: (To.REPORTER,),
    Act.CONFIRM_CONTACT: (To.REPORTER,),
    Act.VERIFY: (To.REPORTER,),
    Act.DISPOSE: (To.REPORTER, To.COORDINATORS, To.FOLLOWERS),
    Act.DISPOSE_TO_UNIT: (To.LIAISONS,),
    Act.ADD_AGENCY: (To.ADDED,),
    Act.POSTPONE: (To.REPORTER,),
    Act.COMPLETE: (To.COORDINATORS, To.LIAISONS),
    Act.LAPSE: (To.REPORTER,),
    Act.ARCHIVE: (To.REPORTER, To.FOLLOWERS),
    Act.REFER_BACK: (To.COORDINATORS,),
    Act.DRAFT: (To.SUPERIORS,),
    Act.REJECT_DRAFT: (To.LIAISONS,),
    Act.APPROVE_DRAFT: (To.REPORTER, To.LIAISONS, To.FOLLOWERS),
    Act.ANSWER: (To.REPORTER, To.FOLLOWERS),
    Act.REPLY: (To.COORDINATORS, To.LIAISONS),
    Act.CLOSE: (To.REPORTER, To.FOLLOWERS, To.MERGED),
    Act.CLOSE_QUIET: (To.REPORTER, To.FOLLOWERS, To.MERGED),
    Act.REOPEN: (To.REPORTER, To.COORDINATORS, To.LIAISONS, To.FOLLOWERS),
    Act.OBJECT: (To.REPORTER, To.DECIDER),
    Act.DECIDE_OBJECTION: (To.REPORTER, To.COORDINATORS, To.LIAISONS),
    Act.ASK: (To.COORDINATORS, To.SUPERIORS, To.LIAISONS),
    Act.RECOMMEND: (To.COORDINATORS, To.SUPERIORS, To.LIAISONS),
    Act.RESPOND: (To.OVERSEER,),
    Act.WITHDRAW: (To.REPORTER, To.COORDINATORS, To.LIAISONS),
    Act.MERGE: (To.REPORTER,),
    Act.UNMERGE: (To.REPORTER,),
}
