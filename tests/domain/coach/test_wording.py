"""What a title says, on sentences that a naive rule would fail."""

import pytest

from domain.coach.findings import CoachRule
from domain.coach.leads import lemma, singular
from domain.coach.quantities import Kind, quantities_of
from domain.coach.tokens import tokens_of
from domain.coach.wording import read_title

FINE, TASK, UNMEASURABLE, MAINTAIN = "fine", CoachRule.TASK, CoachRule.UNMEASURABLE, CoachRule.MAINTAIN

SEEDS = [
    ("Launch Spotify in 15 new markets", FINE),
    ("Sign 3 enterprise reference customers", FINE),
    ("Reduce churn by 30%", UNMEASURABLE),
    ("Maintain a churn rate below 3%", MAINTAIN),
    ("Achieve NPS of 45 by June 30", FINE),
]
NO_OUTCOME = [
    "Implement customer health scoring by March 31",
    "Launch v2.0 in Q3",
    "Launch the new onboarding",
    "Launch within 6 weeks",
    "Launch the beta in less than 3 weeks",
    "Hire a head of sales by 2026-09-30",
    "Provide 24/7 support",
    "Get SOC 2 certified",
    "Complete the ISO 27001 audit",
    "Migrate to Python 3.12",
    "Upgrade PostgreSQL from 15 to 18",
    "Roll out phase 2 of the 5-year plan",
    "Publish the 2027 roadmap",
    "Publish the roadmap for FY27",
    "Deliver the top 10 feature requests",
    "Deliver the Acme 101 courses",
    "Roll out two-factor authentication",
    "Fix ticket #4711",
    "Complete the migration (100% done)",
    "Train 100 % of the support team",
    "All employees have completed the security training",
    "Ship the redesign to 100 % of users",
    "Run 80/20 reviews",
    "Run the first half of the programme",
    "Hold five customer workshops",
    "Write 3 guides for new joiners",
    "Four explainer videos",
    "Two dashboards are built",
    "Interview 20 customers",
    "Add one chapter to the manual",
    "Build an 80k seat model",
    "Plan for 2027",
    "Skills matrix defined",
    "Payroll in place in Spain",
    "Full implementation of the new ledger",
    "Partner portal is live",
    "Training developed and delivered",
    "Set-up weekly visits",
    "For enterprise customers, build a playbook",
    "Successfully ship the app",
    "Improve onboarding and publish a guide",
    "Open one store",
    "Have the plans in place",
    "Ensure the list is reviewed",
    "Onboard in a day",
    "Finish by the end of the quarter",
    "• Launch the app",
]
MEASURED = [
    "Grow revenue from 1.200.000 € to 1,5 Mio. €",
    "Cut the error rate to 0,5 %",
    "Pass ISO 27001 with 0 major findings",
    "99.9 % uptime",
    "Open two new offices",
    "Hire 5 nurses",
    "Close the 12 open audit findings",
    "Migrate 40 customers to the new plan",
    "Sign 2000 users",
    "Rank in the top 10 of the app store",
    "Reply to every ticket within 4 hours",
    "Double weekly active teams from 400 to 800",
    "Zero critical incidents",
    "No open critical vulnerabilities",
    "Test coverage above 80 %",
    "Support response time below 2 hours",
    "Raise day-7 retention from 35 to 45 %",
    "Reach $1.2M ARR",
    "Churn down by 2 points, currently 5",
    "NPS ≥ 45",
    "Reduce P1 incidents from 12 to 4 per quarter",
    "Win 1 in 3 deals",
    "Close a quarter of the open deals",
    "Cut build time in half, from 40 to 20 minutes",
    "Close 12 logos above $50K",
    "Lift win rate against Competitor X, 28 → 45 %",
    "Achieve a 9 day close",
    "Loss factor of .65 or below",
    "Run the summit with a rating of 4 out of 5",
    "Run the summit with 4/5 stars",
    "Build a suite and reach 50 % of the paths",
    "Find 20 shared logins and convert them",
    "95 % of new contracts pass the legal check",
    "All new tickets are reviewed",
    "Launch the podcast with 1M listens",
    "Launch the forecast with less than 2 % error",
    "Open one store in every city",
    "Deliver answers within 4 hours",
    "Ship pages that load in 15ms or 20x faster than 3s",
    "Hire more than 75 % of the open positions",
    "Raise signups by 5 to more than 2026 users",
    "Announce deals with 3 of the top partners",
    "At least two quotes in 75 % of reports",
    "80 percent of customers renew",
    "3 new stores opened",
    "Raise retention from … to … with the new onboarding",
]
NOT_MEASURED = [
    "Customers love us",
    "Improve morale by June 30",
    "Happier teams at 30 June",
    "Test coverage is good",
    "Improve onboarding",
    "Keep stakeholders happy",
    "Reduce P1 incidents",
    "Get a third fewer support tickets",
    "Cut build time in half",
    "Double weekly active teams",
    "Increase MRR by $200k",
    "Reduce review time by 1 day",
    "Increase conversion by at least 10 %",
    "20 % increase in leads",
    "Usage increases 5 % from Q3 to Q4",
    "Sales at 1.5x target and margin at 2.5x",
    "Spend 90 % of the budget",
    "Hire along the plan",
    "Meet the sales plan for the north",
    "100 % clarity on costs",
    "Hiring speed",
    "1st rate service",
]
STAYING = [
    "Keep churn at or below 3 %",
    "Hold churn below 3 %",
    "Stay above 99.9 % uptime",
    "Continue at 40 NPS or above",
]

EVERY = [
    *SEEDS,
    *((title, TASK) for title in NO_OUTCOME),
    *((title, FINE) for title in MEASURED),
    *((title, UNMEASURABLE) for title in NOT_MEASURED),
    *((title, MAINTAIN) for title in STAYING),
]


def verdict(title: str) -> str:
    wording = read_title(title)
    found = [
        rule
        for rule, holds in (
            (TASK, wording.is_task),
            (UNMEASURABLE, wording.is_unmeasurable),
            (MAINTAIN, wording.is_to_stay and not wording.is_unmeasurable),
        )
        if holds
    ]
    assert len(found) <= 1
    return found[0] if found else FINE


@pytest.mark.parametrize(("title", "wanted"), EVERY)
def test_a_title_is_read_for_what_it_says(title: str, wanted: str) -> None:
    assert verdict(title) == wanted


@pytest.mark.parametrize("title", ["", "   ", "•", "successfully", "For", "In 2027,", "#12", "100%"])
def test_a_title_of_next_to_nothing_is_read_without_a_fall(title: str) -> None:
    assert read_title(title).verb == ""


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("launched", "launch"), ("Planning", "plan"), ("written", "write"), ("increases", "increase"),
        ("carries", "carry"), ("applied", "apply"), ("set", "set"), ("customers", "customers"), ("ed", "ed"),
    ],
)  # fmt: skip
def test_the_verb_behind_a_form_is_found(form: str, verb: str) -> None:
    assert lemma(form) == verb


@pytest.mark.parametrize(
    ("plural", "noun"),
    [("companies", "company"), ("launches", "launch"), ("boxes", "box"), ("stores", "store"), ("analysis", "analysis")],
)
def test_the_noun_behind_a_plural_is_found(plural: str, noun: str) -> None:
    assert singular(plural) == noun


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Move to XML", "to XML"),
        ("Launch X-ray on OS X", "X-ray on OS X"),
        ("Launch: the app –", "the app"),
        ("Build, ", ""),
    ],
)
def test_what_follows_the_verb_loses_marks_at_its_ends_but_no_letters(title: str, rest: str) -> None:
    assert read_title(title).rest == rest


@pytest.mark.parametrize("joint", [" and", " or", " then", ","])
def test_a_number_belongs_to_the_verb_before_it_also_behind_a_joint(joint: str) -> None:
    assert verdict(f"Train the team{joint} win 5 customers") == FINE
    assert verdict(f"Train the team{joint} interview 5 customers") == TASK


@pytest.mark.parametrize("word", ["each", "every", "per"])
def test_one_for_each_of_many_is_a_count_and_one_alone_is_not(word: str) -> None:
    many, alone = (f"Win one customer {word} region", "Win one customer in the region")
    assert [found.kind for found in quantities_of(many, tokens_of(many))] == [Kind.COUNT]
    assert [found.kind for found in quantities_of(alone, tokens_of(alone))] == [Kind.SINGLE]


@pytest.mark.parametrize(
    ("number", "kind"), [("2009", Kind.COUNT), ("2010", Kind.NAME), ("2039", Kind.NAME), ("2040", Kind.COUNT)]
)
def test_a_number_from_2010_to_2039_is_a_year(number: str, kind: Kind) -> None:
    title = f"Sign in {number} customers"
    assert [found.kind for found in quantities_of(title, tokens_of(title))] == [kind]
