"""The words that the coach knows, one table each, as lemmas (RULES 8).

They are ordinary words of goals in general, never one company's own. A verb stands once, in its plain form: `lemma`
finds it behind `launched`, `planning` or `written`.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTIVITY_VERBS = _words(
    """
    accept activate adapt add address adjust adopt align analyse analyze announce apply approve arrange assemble assess
    assign attend audit automate baseline begin blog brainstorm break bring brief build bundle buy calibrate capture
    carry categorise categorize certify check choose clarify clean coach code collaborate collect combine communicate
    compare compile complete conduct configure connect consolidate construct contact continue contribute convert
    coordinate copy correct create curate cover decide define deliver demo deploy deprecate design determine develop
    discover discuss disseminate distribute document dogfood draft educate elect embed enable engage enhance enroll
    establish estimate evaluate evolve examine execute experiment explore expose extend extract facilitate factor file
    fill finalise finalize find finish fix focus follow forecast form formalise formalize formulate foster found gather
    generate give go handle harden hire hold host identify implement incorporate inform initiate install instrument
    integrate interview introduce inventory invest investigate invite iterate join kick label launch lead learn leverage
    link list load localise localize log look make manage map market measure meet merge migrate model modernise
    modernize monitor move name negotiate normalise normalize note onboard open operate operationalise operationalize
    optimise optimize order organise organize outline overhaul own participate partner perform pilot plan post prepare
    present prioritise prioritize procure produce promote propose prototype provide provision publish purchase push put
    reconfigure record recruit redesign redefine refactor refine refresh register release remove rename reorganise
    reorganize replace report research reset resolve restructure retire revamp review revise rewrite roll rollout run
    schedule scope script select send separate set setup share ship show simplify socialise socialize solve source split
    sponsor staff standardise standardize start stop streamline structure study submit support survey switch sync tag
    take talk teach test track train transfer transform transition translate trial troubleshoot try tune understand
    unify update upgrade upload use validate verify visit wireframe work write
    """
)
"""Things that one does: alone they say nothing of what comes of them."""

RISING_VERBS = _words(
    """
    accelerate boost deepen double enlarge expand grow improve increase lift maximise maximize multiply quadruple raise
    strengthen triple widen
    """
)
FALLING_VERBS = _words(
    """
    compress cut decrease drop eliminate halve limit lower minimise minimize reduce shorten shrink slash trim
    """
)
CHANGE_VERBS = RISING_VERBS | FALLING_VERBS
"""What moves a number: by how much, from where and to where is the question."""

REACH_VERBS = _words(
    """
    achieve attain attract be become beat close drive earn ensure exceed gain generate get have hit land obtain
    outperform rank reach score sell secure sign surpass win
    """
)
"""What ends in a state that can be looked at: reached or not."""

STAY_VERBS = _words("keep maintain preserve remain retain stay sustain")
"""What is to stay as it is."""

STEADY_WORDS = _words("above at below between over steady under within")
"""`Hold` or `continue` before one of these is to stay; `Hold 5 workshops` is an activity."""

IRREGULAR = {
    "became": "become", "been": "be", "began": "begin", "begun": "begin", "bought": "buy", "brought": "bring",
    "built": "build", "chose": "choose", "chosen": "choose", "done": "complete", "found": "find", "gave": "give",
    "given": "give", "got": "get", "grew": "grow", "grown": "grow", "had": "have", "held": "hold", "hit": "hit",
    "is": "be", "are": "be", "kept": "keep", "led": "lead", "made": "make", "met": "meet", "ran": "run", "sent": "send",
    "set": "set", "shown": "show", "sold": "sell", "taken": "take", "taught": "teach", "understood": "understand",
    "went": "go", "won": "win", "written": "write", "wrote": "write", "analysed": "analyse", "analyzed": "analyze",
}  # fmt: skip
"""Forms that no ending explains."""

DEED_NOUNS = _words(
    """
    announcement completion creation delivery deployment development enablement establishment implementation
    introduction kickoff launch migration onboarding preparation publication release rollout setup
    """
)
"""Deeds as nouns: `Full implementation of …`."""

NOUNS_TOO = _words(
    """
    build code contact deploy design form forecast lead market order partner plan pilot process release report research
    review share source staff support survey test trial visit work
    """
)
"""Verbs that are as often nouns: before a measure's name they are, as in `Test coverage`."""

MEASURE_NOUNS = _words(
    """
    accuracy conversion cost costs count coverage cycle duration effort frequency latency load pass quality queue rate
    ratio satisfaction score share size spend ticket tickets time times value velocity volume win
    """
)
FINISHED_WORDS = _words("available defined done go-live live operational ready underway")
"""What says at the end of a sentence that a deed is done."""

ADVERBS = _words(
    """
    also again at-least successfully fully finally quickly completely actively proactively clearly continuously
    effectively further jointly soft significantly to then and please we will should must
    """
)
"""What may stand before the verb and changes nothing."""

NUMBER_WORDS = _words(
    """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions dozen dozens zero nobody none
    """
)
SINGLE_WORDS = _words("1 one single")
"""One of a thing is the deed itself, not its outcome."""

CURRENCIES = ("$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "usd", "eur", "gbp")
SCALE_TAILS = _words("k m mn mio b bn")
ORDINAL_TAILS = _words("st nd rd th")
UNIT_TAILS = _words(
    "x × pt pts pp bps ms s sec min mins h hr hrs d day days w week weeks month months year years kb mb gb tb mrr arr"
)
"""What hangs on digits and makes them an amount: `15ms`, `10x`."""

WHOLE_WORDS = _words("all each every no")
"""At the beginning these say a share: all of them, none of them."""

ARTICLES = _words("a an the our all every")

STEPPED_OVER = _words("of the our all")
"""Between a number and what it counts: `80 of the deals`."""

NUMBERED = _words(
    """
    appendix article batch building category chapter day december epic exhibit floor gate generation issue item
    iteration level line milestone month no number part phase priority release round section series severity sprint
    stage step ticket tier top type version volume wave week windows year
    """
)
"""What is numbered: `phase 2` is its name, not an amount."""

STANDARDS = _words("bs csa cis din ec en fips hl iec ieee iso itil nist oauth owasp pci psd rfc saml sae soc tls")
"""Norms and protocols whose names end in a number."""

VERSIONED_VERBS = _words("upgrade migrate port update switch deprecate")
"""After these a bare number is a version."""

MONTHS = _words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
TIME_WORDS = _words(
    """
    second seconds sec min minute minutes hour hours hr hrs day days week weeks month months quarter quarters year years
    sprint sprints ms s h d
    """
)
SHORT_TIMES = _words("second seconds sec min minute minutes hour hours hr hrs ms s h")
"""`Within 4 hours` is a promise about each case, `within 4 weeks` a plan."""

DEADLINE_WORDS = _words("in within before until till after every last past next previous first over during")
"""Before a span of time these say when, not how much."""

COMPARING_WORDS = _words(
    """
    above at below between exceed exceeds from least most of over reach than to under until up maximum minimum max min =
    < > <= >= ≤ ≥ ~ : @ + is are
    """
)
"""Before a number these say that it is where a value shall be."""

MORE_OR_LESS = _words(
    """
    increase increases growth decrease decreases reduction improvement improvements uplift drop decline rise gain more
    fewer less faster slower higher lower better cheaper shorter longer bigger smaller
    """
)
"""After a share these say that it is a change."""

LESS = _words("decrease decreases reduction drop decline fewer less lower cheaper shorter smaller")
"""Those of them that say that it falls."""

MULTIPLIERS = _words("double halve quadruple triple twice")
IRREGULAR_PLURALS = _words(
    """
    people men women children feet staff headcount points customers logos criteria percent bps pp pts pt
    """
)
STOPS = _words(
    """
    a an and as at before but by during each every for from in into is on or per so that the then through to until via
    when where which while who with within without are be
    """
)
"""Where a noun group ends."""

WINNING_VERBS = _words("close convert fill hire open recruit")
"""Activities that need another's yes, or take something out of the world: how many of them is an outcome."""

SETTLING_VERBS = _words("close get land obtain secure sign")
"""With a number these reach it; without one they are a deed: `Get the approval of the board`."""

REACHING_OUT = _words(
    """
    activate accept announce bring connect convert deploy enable enroll expand go host install integrate introduce
    launch migrate move onboard open push release roll rollout ship transfer transition
    """
)
"""Activities that end with somebody else: how many of `OUTCOME_NOUNS` they reach is an outcome."""

OUTCOME_NOUNS = _words(
    """
    account agency airport bank branch buyer candidate city clinic client college community company consumer contract
    contributor country customer deal dealer department developer district division donor employee employer engineer
    enterprise factory family farm guest hero hire hospital hotel household installation investor lead learner location
    logo man market member merchant organisation organization partner patient people person plant practice prospect
    public publisher purchase region renewal reseller resident restaurant retailer school seat seller shop site state
    store student subscriber subscription supplier teacher tenant territory town transaction trial university user
    vendor village visitor volunteer warehouse winner woman worker women men
    """
)
"""Who says yes, and where: `in 15 new markets`."""

ARTEFACT_NOUNS = _words(
    """
    analysis article assessment audit backlog blog brief campaign catalogue certification chart checklist content course
    dashboard deck demo design document documentation draft email episode event experiment framework guide guideline
    handbook indicator initiative interview item kpi lecture lesson list manual matrix meeting meetup methodology metric
    model module newsletter page paper path plan playbook podcast policy post presentation process proposal prototype
    questionnaire recommendation report requirement review roadmap runbook script session slide specification
    spreadsheet strategy study survey talk template test ticket tool training tutorial update video webinar whitepaper
    wiki workflow workshop
    """
)
"""What one makes oneself on the way to something else: how many of them counts the doing."""

PLAN_NOUNS = _words("budget forecast goal goals objectives okrs plan plans quota target targets")
"""A share of one of these is only as good as its number."""

CASE_WORDS = _words(
    """
    alert application applied bug call case change complaint contract deal engagement escalation filed hire hired
    incident incoming inquiry interview invoice joined lead logged meeting merged new offer onboarded opened opportunity
    order payment pitch project proposal quote reported registration release renewal request resolved review role
    session shipment signed started submitted ticket visit
    """
)
"""Cases that come up: a share of them says how often a rule is kept, not how much of a deed is done."""

PRONOUNS = _words("it them these those")
HAZY_NOUNS = _words("alignment awareness clarity confidence focus readiness transparency understanding visibility")
"""What has no percentages."""

OPENING_WORDS = _words("after as based by during for from in on once per through to via when with within")
"""A clause that starts with one of these and ends with a comma stands before the verb."""

LEADS_UP = _words("above and at below by from least more most of over than to under with")
"""Before a number these go with it when it is taken out of a title."""

VAGUE_WORDS = _words(
    """
    a all and as at be best better do done enhance everything everywhere excellence excellent get good great happy have
    improve improvement improvements in make more much of okrs optimise optimize our performance possible stuff success
    successful the things to us very we well what work
    """
)
"""An objective of nothing but these says nothing."""
