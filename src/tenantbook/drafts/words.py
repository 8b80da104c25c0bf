"""The words by which a draft guesses: what opens a task, what tells of notes, who reads. English, and German."""

import re
from collections.abc import Iterable
from enum import StrEnum


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


class Role(StrEnum):
    """What a section of a post is for."""

    TASK = "task"
    USES = "use cases"
    NOTES = "notes"
    BEFORE = "before you start"
    TROUBLE = "if it goes wrong"
    TEXT = "text"


#: Words of a title by which its section is told; looked for in this order.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.USES,
        re.compile(
            r"\b(use cases?|when (?:to|would|should|do)\b.{0,30}\buse|when is it|scenarios?|"
            r"anwendungsf(?:all|älle)|einsatzgebiete?|wann\b)",
            re.IGNORECASE,
        ),
    ),
    (
        Role.TROUBLE,
        re.compile(
            r"\b(trouble ?shooting|problems?|errors?|common issues|if it (?:does|goes|fails)|faq|questions|"
            r"fehler\w*|probleme?|störung\w*|häufige fragen)",
            re.IGNORECASE,
        ),
    ),
    (
        Role.BEFORE,
        re.compile(
            r"\b(prerequisites?|requirements?|before you|what you(?:'ll|\u2019ll| will)? need|you need|licen[cs]\w*|"
            r"voraussetzung\w*|vorbereitung\w*)",
            re.IGNORECASE,
        ),
    ),
    (
        Role.NOTES,
        re.compile(
            r"\b(notes?|important|remember|keep in mind|caveats?|warnings?|caution|tips?|good to know|limitations?|"
            r"hinweise?|wichtig\w*|beachte\w*|achtung|merke\w*|tipps?)\b",
            re.IGNORECASE,
        ),
    ),
)

_VERBS = _each(
    "go open click select choose enter type sign log set save copy add remove delete create enable disable turn tap "
    "scan confirm check navigate download install run start restart wait paste follow use send call tell ask verify "
    "make put close give hand pick switch activate browse visit expand scroll assign reset revoke note find look "
    "press connect insert update upload drag drop accept approve finish complete repeat leave "
    "öffne öffnen klicke klicken wähle wählen gib geben melde melden starte starten tippe tippen aktiviere aktivieren "
    "setze setzen lösche löschen erstelle erstellen bestätige bestätigen warte warten folge folgen speichere speichern "
    "gehe gehen rufe rufen prüfe prüfen lege legen trage tragen teile teilen kopiere kopieren"
)

#: What a title of a part of a task begins with, rather than of a task of its own.
_STEP_TITLE = re.compile(
    r"^(?:(?:step|schritt|part|teil|phase|option|method|methode|variante)\b|"
    r"\d{1,2}[.):]\s|in the\b|in\b|on\b|with\b|using\b|"
    r"via\b|from\b|im\b|mit\b|am\b|auf\b)",
    re.IGNORECASE,
)
_HOW = re.compile(r"^(how|so|wie|anleitung|guide)\b", re.IGNORECASE)

#: Different words for the same deed, by the one that stands for all.
_SAME = {
    "on": ("enable enabled enabling activate activating allow turn switch on einschalten aktivieren aktiviere"),
    "make": (
        "create creating created add adding issue issuing generate generating make making new erstellen "
        "erstelle anlegen"
    ),
    "use": ("use uses using used sign signs login log enter enters guide verwenden benutzen nutzen anmelden"),
    "off": ("delete deleting remove removing revoke revoking cancel replace replacing end löschen entfernen"),
    "pass": ("tap taps pass passes code codes"),
    "user": ("user users person people caller colleague somebody someone they them benutzer"),
    "choose": ("select selects choose chooses pick click clicks press"),
    "time": ("duration lifetime lifetimes minutes hours length"),
    "once": ("once one-time onetime single-use"),
    "method": ("method methods mfa authenticator phone app"),
}
_STANDS_FOR = {word: name for name, words in _SAME.items() for word in words.split()}

#: Words too common to tell one text from another.
_COMMON = _each(
    "a an and are as at be but by can do does for from go has have how if in into is it its of or so that the their "
    "then there this to up what when where which who will with you your need needs want wherever whether not no only "
    "also der die das ein eine und oder den dem des im in auf mit zu zum zur von für ist sind sie wie wenn nicht auch"
)

_GERMAN = _each("der die das und ist nicht ein eine den dem mit für auf sie wird werden oder bei nach zum zur im")
_ENGLISH = _each("the and is of to a in for with on you be or at this that are when from it as")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [found.group().casefold().replace("\u2019", "'") for found in WORD.finditer(text)]


def telling(text: str) -> frozenset[str]:
    """Return the words that tell a text from another, one word for all that mean the same."""
    return frozenset(_STANDS_FOR.get(word, _stem(word)) for word in words_of(text) if word not in _COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 # what is left is still a word
            return word.removesuffix(ending)
    return word


def role_of(title: str) -> Role | None:
    """Return what a section is for by its title, None where the title does not say."""
    return next((role for role, pattern in _ROLES if pattern.search(title)), None)


def begins_with_verb(text: str) -> bool:
    """Return whether a text tells somebody to do something."""
    words = words_of(text)[:1]
    return any(word in _VERBS for word in words)


def names_a_deed(title: str) -> bool:
    """Return whether a title names something that somebody does."""
    words = words_of(title)
    return bool(_HOW.search(title)) or any(word in _VERBS or _deed(word) for word in words)


def _deed(word: str) -> bool:
    return word.endswith("ing") and (word.removesuffix("ing") in _VERBS or word.removesuffix("ing") + "e" in _VERBS)


def is_step_title(title: str) -> bool:
    """Return whether a title is that of one stretch of a task, such as "Step 2" or "In the portal"."""
    return bool(_STEP_TITLE.match(title))


def language_of(texts: Iterable[str]) -> str:
    """Return `de` or `en`, whichever a text has more small words of."""
    words = [word for text in texts for word in words_of(text)]
    german, english = (sum(word in known for word in words) for known in (_GERMAN, _ENGLISH))
    return "de" if german > english else "en"


#: How much each word speaks for an audience, by the audience's usual name.
_READERS = {
    "engineer": re.compile(
        r"\b(admin cent(?:er|re)|entra|powershell|graph|policy|policies|conditional access|tenant|intune|mg-?graph|"
        r"get-\w+|new-\w+|azure|exchange|registry|gpo|configure)\b",
        re.IGNORECASE,
    ),
    "helpdesk": re.compile(
        r"\b(the user|they|them|their|caller|ticket|the client|users?|technician|service desk|helpdesk|der benutzer)\b",
        re.IGNORECASE,
    ),
    "end-user": re.compile(r"\b(your|yourself|my|ihr|ihre|ihrem|dein\w*)\b", re.IGNORECASE),
}


def readers_of(text: str) -> dict[str, int]:
    """Return how many words of a text speak for each audience."""
    return {name: len(pattern.findall(text)) for name, pattern in _READERS.items()}
