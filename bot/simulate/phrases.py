"""What the people of a simulation say."""

GOING_WELL = (
    "Ahead of where we thought we would be.",
    "Two teams have switched over, the rest follows next week.",
    "The first results came in and they hold.",
    "Review is done, nothing in the way.",
    "Small steps every week, and they add up.",
    "Done sooner than planned, now we polish.",
)
SLOWLY = (
    "Waiting for an answer from another team.",
    "Slower than hoped, one person was out.",
    "We had to redo a part of it.",
    "It moves, but the hard half is still to come.",
    "The numbers lag behind the work by a week or two.",
    "Two meetings moved, so we lost a week.",
)
BADLY = (
    "We started too late and it shows.",
    "The approach did not work; we are trying another one.",
    "Other work had to come first this month.",
    "Without the missing data we cannot get further.",
)
IN_THE_WAY = (
    "Legal has the draft since Tuesday.",
    "We need a decision on the budget.",
    "The vendor has not answered.",
)
LEARNT = (
    "Start with the people who have to live with it.",
    "One owner works, three owners do not.",
    "Measure from the first week on, not from the last month.",
    "A smaller target, met early, would have helped more.",
    "Ask for help two weeks sooner.",
    "The first version was good enough.",
)
REASONS = (
    "It was done, only the paperwork came later.",
    "The number hides that half of it was not ours.",
    "We changed what we count halfway through.",
)
