"""Verbs: which kind of sentence they lead, and the plain form behind an inflected one."""

import functools
from enum import StrEnum

from domain.coach.vocabulary import ACTIVITY_VERBS, CHANGE_VERBS, IRREGULAR, REACH_VERBS, STAY_VERBS

VERBS = ACTIVITY_VERBS | CHANGE_VERBS | REACH_VERBS | STAY_VERBS
"""Every verb of the tables, in its plain form."""
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s", "d")


class Lead(StrEnum):
    """What kind of sentence a title is, by its first verb."""

    ACTIVITY = "activity"
    CHANGE = "change"
    REACH = "reach"
    STAY = "stay"
    OTHER = "other"


@functools.lru_cache(maxsize=4096)
def lemma(word: str) -> str:
    """Return the verb of the tables behind a form such as `launched`, `planning` or `written`; else the word itself."""
    word = word.lower()
    if word in VERBS or word in IRREGULAR:
        return IRREGULAR.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            undoubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
            found = VERBS & {stem, f"{stem}e", f"{stem}y", undoubled}
            if found:
                return min(found)
    return word


def singular(word: str) -> str:
    """Return a noun without its plural ending: `companies`, `launches` and `markets` lose theirs."""
    if word.endswith("oes"):
        return word.removesuffix("es")
    if word.endswith("ies"):
        return f"{word.removesuffix('ies')}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word.removesuffix("es")
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")
