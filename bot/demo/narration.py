"""What the tour says, for somebody who has never heard of OKRs: what happens, and why it matters; two sentences."""

from dataclasses import dataclass

from bot.demo.company import NAME

TITLE = "See a quarter in five minutes"
INTRODUCTION = (
    f"{NAME} is made up, Tiller is real. KPIs are a company's dashboard and OKRs its steering wheel: follow one number "
    "from the first warning to the end of the quarter."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """What is told of one step; `button` is pressed to come to it."""

    button: str
    title: str
    text: str


NARRATIONS = (
    Narration(
        button="Let Monday begin",
        title="Monday's digest",
        text="You are Priya, who leads Growth. Once a week each team's channel gets one post: what changed "
        "comes first, all that is fine takes one line, and nobody had to collect a number.",
    ),
    Narration(
        button="Let a number turn red",
        title="An alert",
        text="Last week's churn has come in: 4.8 % of the hotels left, and 4 % is the limit. The team hears it "
        "at once, in one message that names the owner and stays up to date.",
    ),
    Narration(
        button="Be the owner",
        title="From alarm to aim",
        text="You are Mia now, who owns churn. Press Acknowledge, so that all see it is in hand, then Make it "
        "a key result and save the form: a number that worried becomes a goal with a date.",
    ),
    Narration(
        button="Let the check-in come",
        title="The check-in",
        text="Every two weeks each owner is asked once, in a direct message. Press Check in and say how the "
        "win rate stands and how sure you are: try 3O, with the letter O, then 33.",
    ),
    Narration(
        button="Let a week pass",
        title="What the team sees",
        text="A week has passed, and the digest tells what moved and that Mia is on it. Priya reads where help "
        "is needed, without a meeting and without asking anybody for a status.",
    ),
    Narration(
        button="Let the quarter end",
        title="The quarter ends",
        text="You are Mia again: in the last days each owner is asked how it went. Press Score: it is computed "
        "from the numbers, what was learnt is yours to say in one line, and it grades nobody.",
    ),
    Narration(
        button="Read the summary",
        title="The summary",
        text="The whole company reads one post: wins, misses, and what was learnt for the next quarter. Churn "
        "has been fine for weeks, so Mia was asked to put it back on the dashboard, where all this began.",
    ),
)
