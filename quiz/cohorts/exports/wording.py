"""What files call states, groups, reasons and modes."""

from quiz.cohorts.analysis.support import SupportGroup, SupportReasonKind
from quiz.cohorts.analysis.teaching_plan import TeachingMode
from quiz.cohorts.insight.snapshot import MemberState

STATE_NAMES = {
    MemberState.DONE: "done",
    MemberState.PART: "closed in part",
    MemberState.OPEN: "in progress",
    MemberState.NOT_STARTED: "not started",
    MemberState.NOT_JOINED: "invited, not joined",
    MemberState.NOT_INVITED: "not invited yet",
    MemberState.NOT_SHARED: "left, results not shared",
}
SUPPORT_NAMES = {
    SupportGroup.NEEDS_HELP: "Needs help",
    SupportGroup.ON_THE_WAY: "On the way",
    SupportGroup.AHEAD: "Ahead",
    SupportGroup.NOT_ENOUGH_INFORMATION: "Not enough answers",
}
REASON_NAMES = {
    SupportReasonKind.MANY_GAPS: "Below",
    SupportReasonKind.LARGE_GAP: "Far below",
    SupportReasonKind.FELL_BACK: "Lower than before",
    SupportReasonKind.SOME_GAPS: "Below",
    SupportReasonKind.ABOVE: "Clearly above",
    SupportReasonKind.NO_GAP: "No clear gap",
    SupportReasonKind.FEW_ANSWERS: "Too few answers",
    SupportReasonKind.MOSTLY_UNDECIDED: "Too close to call",
    SupportReasonKind.NO_RESULT: "No result",
}
MODE_NAMES = {
    TeachingMode.ALL: "All",
    TeachingMode.GROUP: "Group",
    TeachingMode.INDIVIDUAL: "Individually",
    TeachingMode.ASK_FIRST: "After a short check",
}
