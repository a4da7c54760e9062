"""The words that the coach knows, one table each, as lemmas (SPEC 8).

They are ordinary words of goals in general, never one company's own. A verb stands once, in its plain form: `lemma`
finds it behind `launched`, `planning` or `written`.
"""

ACTIVITY_VERBS = frozenset(
    """
    accept activate adapt add address adjust adopt align analyse analyze announce apply approve arrange assemble assess
    assign attend audit automate baseline begin blog brainstorm break bring brief build bundle buy calibrate
    capture carry categorise categorize certify check choose clarify clean coach code collaborate collect combine
    communicate compare compile complete conduct configure connect consolidate construct contact continue contribute
    convert coordinate copy correct create curate cover decide define deliver demo deploy deprecate design determine
    develop discover discuss disseminate distribute document dogfood draft educate elect embed enable engage enhance
    enroll establish estimate evaluate evolve examine execute experiment explore expose extend extract facilitate factor
    file fill finalise finalize finish fix focus follow forecast form formalise formalize formulate foster found gather
    generate give go handle harden hire hold host identify implement incorporate inform initiate install
    instrument integrate interview introduce inventory invest investigate invite iterate join kick label launch
    lead learn leverage link list load localise localize log look make manage map market measure meet merge
    migrate model modernise modernize monitor move name negotiate normalise normalize note onboard open operate
    operationalise operationalize optimise optimize order organise organize outline overhaul own participate partner
    perform pilot plan post prepare present prioritise prioritize procure produce promote propose prototype
    provide provision publish purchase push put reconfigure record recruit redesign redefine refactor refine refresh
    register release remove rename reorganise reorganize replace report research reset resolve restructure
    retire revamp review revise rewrite roll rollout run schedule scope script select send separate set setup share ship
    show simplify socialise socialize solve source split sponsor staff standardise standardize start stop streamline
    structure study submit support survey switch sync tag take talk teach test track train transfer transform
    transition translate trial troubleshoot try tune understand unify update upgrade upload use validate verify visit
    wireframe work write
    """.split()
)
"""Things that one does: alone they say nothing of what comes of them."""

RISING_VERBS = frozenset(
    "accelerate boost deepen double enlarge expand grow improve increase lift maximise maximize multiply quadruple raise"
    " strengthen triple widen".split()
)
FALLING_VERBS = frozenset(
    "compress cut decrease drop eliminate halve limit lower minimise minimize reduce shorten shrink slash trim".split()
)
CHANGE_VERBS = RISING_VERBS | FALLING_VERBS
"""What moves a number: by how much, from where and to where is the question."""

REACH_VERBS = frozenset(
    "achieve attain attract be become beat close drive earn ensure exceed gain generate get have hit land obtain outperform"
    " rank reach score sell secure sign surpass win".split()
)
"""What ends in a state that can be looked at: reached or not."""

STAY_VERBS = frozenset("keep maintain preserve remain retain stay sustain".split())
"""What is to stay as it is."""

STEADY_WORDS = frozenset("above at below between over steady under within".split())
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

DEED_NOUNS = frozenset(
    "announcement completion creation delivery deployment development enablement establishment implementation"
    " introduction kickoff launch migration onboarding preparation publication release rollout setup".split()
)
"""Deeds as nouns: `Full implementation of …`."""

NOUNS_TOO = frozenset(
    "build code contact deploy design form forecast lead market order partner plan pilot process release report"
    " research review share source staff support survey test trial visit work".split()
)
"""Verbs that are as often nouns: before a measure's name they are, as in `Test coverage`."""

MEASURE_NOUNS = frozenset(
    "accuracy conversion cost costs count coverage cycle duration effort frequency latency load pass quality queue rate"
    " ratio satisfaction score share size spend ticket tickets time times value velocity volume win".split()
)

FINISHED_WORDS = frozenset("available defined done go-live live operational ready underway".split())
"""What says at the end of a sentence that a deed is done."""

ADVERBS = frozenset(
    "also again at-least successfully fully finally quickly completely actively proactively clearly continuously"
    " effectively further jointly soft significantly to then and please we will should must".split()
)
"""What may stand before the verb and changes nothing."""

NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred hundreds thousand thousands million millions dozen dozens zero nobody none".split()
)
SINGLE_WORDS = frozenset("1 one single".split())
"""One of a thing is the deed itself, not its outcome."""

NUMBERED = frozenset(
    "appendix article batch building category chapter day december epic exhibit floor gate generation issue item iteration"
    " level line milestone month no number part phase priority release round section series severity sprint stage step"
    " ticket tier top type version volume wave week windows year".split()
)
"""What is numbered: `phase 2` is its name, not an amount."""

STANDARDS = frozenset(
    "bs csa cis din ec en fips hl iec ieee iso itil nist oauth owasp pci psd rfc saml sae soc tls".split()
)
"""Norms and protocols whose names end in a number."""

VERSIONED_VERBS = frozenset("upgrade migrate port update switch deprecate".split())
"""After these a bare number is a version."""

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec".split()
)
TIME_WORDS = frozenset(
    "second seconds sec min minute minutes hour hours hr hrs day days week weeks month months quarter quarters year years"
    " sprint sprints ms s h d".split()
)
SHORT_TIMES = frozenset("second seconds sec min minute minutes hour hours hr hrs ms s h".split())
"""`Within 4 hours` is a promise about each case, `within 4 weeks` a plan."""

DEADLINE_WORDS = frozenset("in within before until till after every last past next previous first over during".split())
"""Before a span of time these say when, not how much."""

COMPARING_WORDS = frozenset(
    "above at below between exceed exceeds from least most of over reach than to under until up maximum minimum max min"
    " = < > <= >= ≤ ≥ ~ : @ + is are".split()
)
"""Before a number these say that it is where a value shall be."""

MORE_OR_LESS = frozenset(
    "increase increases growth decrease decreases reduction improvement improvements uplift drop decline rise gain more"
    " fewer less faster slower higher lower better cheaper shorter longer bigger smaller".split()
)
"""After a share these say that it is a change."""

MULTIPLIERS = frozenset("double halve quadruple triple twice".split())

IRREGULAR_PLURALS = frozenset(
    "people men women children feet staff headcount points customers logos criteria percent bps pp pts pt".split()
)
STOPS = frozenset(
    "a an and as at before but by during each every for from in into is on or per so that the then through to until via"
    " when where which while who with within without are be".split()
)
"""Where a noun group ends."""

VAGUE_VERBS = frozenset("be do enhance get have improve make optimise optimize".split())
VAGUE_WORDS = frozenset(
    "a all and as at be best better do done everything everywhere excellence excellent good great happy improvement"
    " improvements in more much of okrs our performance possible stuff success successful the things to us very we well"
    " what work".split()
)
"""An objective of nothing but these says nothing."""
