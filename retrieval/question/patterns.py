"""How people ask about sayings, in Arabic and its dialects, English and French, as data.

Each pattern is matched from the start of the normalised text; its groups ``name``,
``topic`` and ``words`` are what is cut out. Kept apart from the code that reads them, so
that a speaker of a dialect can mend the table without reading the rest.
"""

from __future__ import annotations

import re
from typing import Final

from index.language.tables import words as listed
from index.text.names import is_given_name
from index.text.normalise import normalised
from retrieval.question.requires import is_place


def any_of(words: str) -> str:
    """Returns a pattern for one of some expressions, ``_`` standing for a space in one."""
    options = sorted({normalised(word.replace("_", " ")) for word in words.split()}, key=len)
    return "(?:" + "|".join(re.escape(o).replace(r"\ ", r"\s+") for o in reversed(options)) + ")"


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.DOTALL) for pattern in patterns)


WHAT_WORDS: Final = any_of(
    "ماذا ما_الذي ما_اللي شو ايش إيش أيش وش ويش شنو شنهو آش أش اشنو واش شنوة إيه ايه ما"
)
VERBS: Final = any_of(
    "قال قالت قالوا قاله قالته يقول تقول يقوله صرح صرحت يصرح به_صرح ذكر ذكرت ذكره حكى حكت حكي"
    " حكاه يحكي بيحكي بيقول بتقول أعلن أعلنت أكد أكدت علق علقت رد ردت كال كالت هضر هضرت كتب كتبت"
    " غرد غردت أضاف أضافت اتكلم تكلم تكلمت تحدث تحدثت"
)
_ABOUT: Final = any_of(
    "عن حول بشأن بخصوص في_شأن فيما_يتعلق_ب في_موضوع على بالنسبة_ل ع عما إزاء حيال تعليقا_على"
    " ردا_على دفاعا_عن"
)
PRONOUN_TOPICS: Final = any_of(
    "عنها عنه عنهم عنهما عن_ذلك عن_هذا عن_هذه عليها عليه بشأنها بشأنه حولها حوله"
)
_THAT: Final = any_of("إن أن إنه إنها أنه أنها بأن بأنه بأنها بلي بللي باللي")
_NAME: Final = r"(?P<name>[^:?!\"]{2,80}?)"
_TOPIC: Final = r"(?P<topic>[^?!]+?)"
_WORDS: Final = r"(?P<words>.+?)"
_END: Final = r"\s*[?!.]*\s*$"
_START: Final = r"^\W*(?:و\s?)?"
_SOMETHING: Final = any_of("شيئا شيء شي حاجة أي_شيء anything something quelque_chose")
_ABOUT_EN: Final = r"(?:about|on|regarding|concerning|of)"
_ABOUT_FR: Final = (
    r"(?:sur|concernant|a\s+propos\s+(?:de\s+la|de\s+l'|des|du|de)|au\s+sujet\s+"
    r"(?:de\s+la|de\s+l'|des|du|de))"
)
_JOINED_ON: Final = r"ع(?=ال(?!م(?:ي|يه|يا)?\b|ي(?:ه|ا)?\b|ق\b)\w)"
"""``عالتقرير`` of the dialects, not عالم nor عاليه."""
_ABOUT_OF: Final = (
    r"(?:(?:de\s+(?:la\s|l'|ce|cet|cette|ces|sa|son|ses|leurs?)|d')\s*|(?:du|des)\s+)"
)
"""Joins a topic in French where nothing plainer does, and parts of names as well."""
_TO_FR: Final = r"(?:a\s+la\s+|a\s+l'|aux\s+|au\s+|a\s+)"
_ON: Final = rf"(?:\s+(?:{_ABOUT}\s+|{_JOINED_ON}){_TOPIC})?{_END}"
_ON_EN: Final = rf"(?:\s+{_ABOUT_EN}\s+{_TOPIC})?{_END}"
_ON_FR: Final = rf"(?:\s+{_ABOUT_FR}\s*{_TOPIC})?{_END}"
_WHEN: Final = any_of("بعد قبل خلال أثناء عقب وقت لما")
_OPINION: Final = any_of("رأي موقف تعليق رد")
_HOW: Final = any_of("كيف كيفاش إزاي ازاي شلون بماذا بم بايش بشو بشنو")
_REACTED: Final = any_of("رد ردت يرد ترد علق علقت عقب عقبت أجاب أجابت جاوب")
_TO: Final = any_of("على عن إلى حول بشأن تجاه")
_TELL: Final = any_of("قل قولي قول احك احكي اشرح أخبرني خبرني لخص")
_WORDS_OF: Final = any_of("تصريحات تصريح أقوال كلام تعليقات اقتباسات كلمات")
_SAY_EN: Final = r"(?:say|said|says|saying|tell|told|state|stated|declare|declared|comment|claim)"
_SAY_FR: Final = (
    r"(?:dit|declare|affirme|annonce|explique|ecrit|repondu|replique|assure|souligne|estime|precise"
    r"|indique)"
)
_SAYS_FR: Final = (
    rf"(?:(?:qu'|que\s+)(?:a|ont)\s+{_SAY_FR}|que\s+(?:dit|disent|declare|pense|pensent|repond))"
)

FURTHER: Final = re.compile(
    r"(?i)\s+(?:[أا]يض(?:ا|\u064bا|ا\u064b)|كمان|برض[هو]|غير ذلك|also|else|d['’]autre)(?!\w)"
)
"""Asks for more of the same: who is asked about has no such name."""

SPEAKERS: Final = _compiled(
    [
        rf"{_START}(?:من|مين|منو|شكون)\s+(?:هم\s+)?(?:الذين\s+|اللي\s+)?"
        rf"{any_of('يتحدث يتكلم تحدث تكلم المتحدثون المتكلمون بيتكلم يحكي بيحكي المتحدثين')}"
        rf"(?:\s+(?:هنا|في\s+(?:هذه\s+)?(?:ال)?(?:مقالات|مواد|نصوص|اخبار)))?{_END}",
        rf"^\W*(?:من\s+هم\s+)?(?:ال)?(?:متحدثون|متحدثين|متكلمون|متكلمين)"
        rf"(?:\s+في\s+(?:هذه\s+)?(?:ال)?مقالات)?{_END}",
        rf"^\W*(?:who|which\s+people)\s+(?:speaks?|spoke|talks?|is\s+quoted|are\s+quoted)"
        rf"(?:\s+(?:here|in\s+(?:these|the|my)\s+articles))?{_END}",
        rf"^\W*(?:list\s+(?:the\s+)?)?speakers{_END}",
        rf"^\W*qui\s+(?:parle|s'exprime|est\s+cite)"
        rf"(?:\s+(?:ici|dans\s+(?:ces|les|mes)\s+articles))?{_END}",
    ]
)

WHO: Final = _compiled(
    [
        rf"{_START}(?:من|مين|منو|منهو|شكون)\s+(?:هو\s+|هي\s+)?(?:الذي\s+|التي\s+|اللي\s+|يلي\s+|لي\s+)?"
        rf"{any_of('قال قالت قالوا قايل قائل صرح صرحت ذكر حكى كال أعلن أكد كتب كتبت القائل')}"
        rf"\s*(?:{_THAT}\s)?\s*[:,]?\s*{_WORDS}{_END}",
        rf"{_START}(?:من|مين)\s+(?:هو\s+)?(?:صاحب|صاحبه|قاءل|قاءله)\s+(?:هذه\s+|هذا\s+)?"
        rf"{any_of('العبارة عبارة المقولة مقولة القول قول التصريح تصريح الكلام كلام الجملة جملة')}"
        rf"\s*[:,]?\s*{_WORDS}{_END}",
        rf"{_START}لمن\s+(?:هذه\s+|هذا\s+)?{any_of('العبارة المقولة القول التصريح الكلام الكلمات')}"
        rf"\s*[:,]?\s*{_WORDS}{_END}",
        rf"^\W*(?:and\s+)?who\s+(?:was\s+it\s+(?:that|who)\s+)?(?:has\s+)?(?:said|stated|declared|wrote)"
        rf"\s*(?:that\s)?\s*[:,]?\s*{_WORDS}{_END}",
        rf"^\W*(?:et\s+)?qui\s+a\s+{_SAY_FR}\s*(?:que\s|qu')?\s*[:,]?\s*{_WORDS}{_END}",
    ]
)
WHO_BACK: Final = _compiled(
    [
        rf"{_START}(?:من|مين|منو|شكون)\s+(?:هو\s+)?(?:الذي\s+|اللي\s+)?"
        rf"{any_of('قالها قاله قال_ذلك قال_هذا قال_هيك قال_كده قالهم حكاها')}{_END}",
        rf"^\W*(?:and\s+)?who\s+said\s+(?:that|it|this|so){_END}",
        rf"^\W*(?:et\s+)?qui\s+(?:a\s+dit\s+(?:cela|ca)|l'a\s+dit){_END}",
    ]
)

_JUDGED: Final = any_of(
    "وصف وصفت برر بررت فسر فسرت علل دعا دعت طالب طالبت طلب طلبت هدد هددت حذر حذرت توعد توعدت توقع"
    " توقعت اعتبر اعتبرت رأى رأت يرى ترى شبه شبهت انتقد انتقدت اتهم اتهمت نفى نفت اقترح اقترحت وعد"
    " وعدت تعهد تعهدت نصح نصحت شرح شرحت"
)
_JUDGED_EN: Final = (
    r"(?:call|describe|explain|justify|urge|demand|accuse|warn|threaten|promise|pledge|vow|deny|expect"
    r"|predict|propose|suggest|advise|criticise|criticize|denounce|condemn|compare|blame|admit)"
)
_JUDGED_FR: Final = (
    r"(?:qualifie|decrit|justifie|explique|appele|demande|exige|accuse|averti|menace|promis|nie|prevu"
    r"|propose|conseille|critique|denonce|condamne|compare|reconnu|admis|reproche)"
)

SOURCES: Final = _compiled(
    [
        r"(?:^|\s)(?:بحسب|حسب|وفقا?\s+ل|وفق\s+كلام|وفق|على\s+حد\s+قول|براي|في\s+راي)\s*(?P<name>[^?!]+)",
        r"(?:^|\s)(?:according\s+to|in\s+the\s+(?:view|words)\s+of|selon|d'apres)\s+(?P<name>[^?!]+)",
        rf"{_START}(?:{any_of('إلى على عن من')}\s+)?(?:ب?ماذا|{WHAT_WORDS}|{_HOW})\s+"
        rf"{_JUDGED}\s+(?P<name>.+)",
        rf"^\W*(?:what|how|why|whom?)\s+(?:did|does|has)\s+(?P<name>.+?)\s+{_JUDGED_EN}",
        rf"^\W*(?:qu'|que\s+|comment\s+)a(?:-t-(?:il|elle))?\s+{_JUDGED_FR}\s+(?P<name>.+)",
        rf"^\W*(?:qu'est-ce\s+qu(?:e\s+|')|comment\s+|de\s+quoi\s+|pourquoi\s+)(?P<name>.+?)"
        rf"\s+a(?:-t-(?:il|elle))?\s+(?:ete\s+)?{_JUDGED_FR}",
    ]
)
"""Whose word is asked for, where it is not asked what somebody said; matched anywhere."""

CHECK: Final = _compiled(
    [
        rf"{_START}(?:هل|واش|هو|هي)\s+(?:صحيح\s+|حقا\s+|فعلا\s+)*(?:ان\s+)?{VERBS}\s+{_NAME}"
        rf"(?:\s*:\s*|\s+{_THAT}\s+|\s*(?=\")){_WORDS}{_END}",
        rf"{_START}(?:هل|واش|هو|هي|صحيح)\s+(?:صحيح\s+|حقا\s+|فعلا\s+)*(?:ان\s+)?{_NAME}\s+{VERBS}"
        rf"(?:\s*:\s*|\s+{_THAT}\s+|\s*(?=\")){_WORDS}{_END}",
        rf"^\W*(?:did|has|have)\s+{_NAME}\s+(?:really\s+|ever\s+|actually\s+)?{_SAY_EN}"
        rf"\s*(?:that\s)?\s*[:,]?\s*{_WORDS}{_END}",
        rf"^\W*is\s+it\s+true\s+that\s+{_NAME}\s+(?:has\s+)?{_SAY_EN}"
        rf"\s*(?:that\s)?\s*[:,]?\s*{_WORDS}{_END}",
        rf"^\W*(?:est-ce\s+que?\s*'?\s*|est-il\s+vrai\s+que?\s*'?\s*)?{_NAME}\s+a(?:-t-(?:il|elle))?\s+"
        rf"(?:vraiment\s+)?{_SAY_FR}\s*(?:que\s|qu')\s*{_WORDS}\s*\?\s*$",
        rf"^\W*(?:est-ce\s+que?\s*'?\s*)?{_NAME}\s+a(?:-t-(?:il|elle))?\s+(?:vraiment\s+)?{_SAY_FR}"
        rf"\s*:?\s*(?P<words>\".+\"){_END}",
    ]
)

_ANYTHING: Final = [
    rf"{_START}(?:هل|واش)\s+{VERBS}\s+{_NAME}\s+{_SOMETHING}\s+{_ABOUT}\s+{_TOPIC}{_END}",
    rf"{_START}(?:هل|واش)\s+{_NAME}\s+{VERBS}\s+{_SOMETHING}\s+{_ABOUT}\s+{_TOPIC}{_END}",
    rf"^\W*(?:did|has)\s+{_NAME}\s+{_SAY_EN}\s+{_SOMETHING}\s+{_ABOUT_EN}\s+{_TOPIC}{_END}",
]

SAID: Final = _compiled(
    [
        *_ANYTHING,
        rf"{_START}{WHAT_WORDS}\s+{VERBS}{_END}",
        rf"{_START}{WHAT_WORDS}\s+{VERBS}\s+{PRONOUN_TOPICS}\s+{_NAME}{_END}",
        rf"{_START}{WHAT_WORDS}\s+{VERBS}\s+{_NAME}\s+(?P<back>{PRONOUN_TOPICS}){_END}",
        rf"{_START}{WHAT_WORDS}\s+{VERBS}\s+{_ABOUT}\s+{_TOPIC}{_END}",
        rf"{_START}(?:{WHAT_WORDS}\s+|ش){VERBS}\s+{_NAME}{_ON}",
        rf"{_START}{VERBS}\s+(?:ايه|شو|ايش|شنو)\s+{_NAME}{_ON}",
        rf"^\W*(?:و(?=ال))?{_NAME}\s+(?:{VERBS}\s+ب?(?:ايه|شو|ايش|شنو|وش)|(?:شنو\s+|ش){VERBS}){_ON}",
        rf"^\W*(?:و(?=ال))?{_NAME}\s+(?:{VERBS}\s+ب?(?:ايه|شو|ايش|شنو|وش)|(?:شنو\s+|ش){VERBS})"
        rf"\s+{_WHEN}\s+{_TOPIC}{_END}",
        rf"{_START}{WHAT_WORDS}\s+(?:كان\s+|كانت\s+|هو\s+|هي\s+)?{_OPINION}\s+{_NAME}"
        rf"\s+(?:في|من|{_ABOUT})\s+{_TOPIC}{_END}",
        rf"{_START}{_HOW}\s+{_REACTED}\s+{_NAME}\s+{_TO}\s+{_TOPIC}{_END}",
        rf"{_START}(?:{WHAT_WORDS}\s+(?:هو\s+|كان\s+)?)?(?P<latest>{any_of('آخر أحدث')}\s+)"
        rf"(?:ما\s+{VERBS}|(?P<of>{_WORDS_OF}))"
        rf"\s+{_NAME}{_ON}",
        rf"{_START}{WHAT_WORDS}\s+(?:هي\s+|كانت\s+)?(?P<of>{_WORDS_OF})\s+{_NAME}{_ON}",
        rf"{_START}(?:كل\s+)?(?:ما\s+{any_of('قاله قالته صرح_به صرحت_به')}|"
        rf"(?P<of>{_WORDS_OF}))\s+{_NAME}{_ON}",
        rf"{_START}{_ABOUT}\s+(?P<topic>[^?!,]+?)\s*[,:]?\s+{WHAT_WORDS}\s+{VERBS}\s+{_NAME}{_END}",
        rf"^\W*(?:and\s+)?what\s+(?:did|does|has|have|had|is)\s+{_NAME}\s+(?:have\s+to\s+)?{_SAY_EN}"
        rf"{_ON_EN}",
        rf"^\W*(?:and\s+)?what\s+(?:did|does|has|have|had)\s+{_NAME}\s+{_SAY_EN}"
        rf"\s+(?:at|during|after|before|when)\s+{_TOPIC}{_END}",
        rf"{_START}{_TELL}(?:\s+لي)?\s+{WHAT_WORDS}\s+{VERBS}\s+{_NAME}{_ON}",
        rf"^\W*(?:tell|show|give|explain)(?:\s+to)?(?:\s+me)?\s+what\s+{_NAME}\s+(?:has\s+)?{_SAY_EN}"
        rf"{_ON_EN}",
        rf"^\W*(?:dis|dites|explique|expliquez|montre|raconte|resume)(?:[- ]moi)?\s+ce\s+"
        rf"qu(?:e\s+|')\s*{_NAME}\s+a\s+{_SAY_FR}{_ON_FR}",
        rf"^\W*what\s+(?:was|is)\s+said\s+by\s+{_NAME}{_ON_EN}",
        rf"^\W*(?:and\s+)?how\s+(?:did|does|has)\s+{_NAME}\s+(?:react(?:ed)?|respond(?:ed)?|reply|replied)"
        rf"\s+(?:to|when|after|on|over)\s+{_TOPIC}{_END}",
        rf"^\W*(?:all\s+)?(?P<latest>latest\s+|last\s+)?(?:quotes?|quotations?|statements?|remarks)\s+"
        rf"(?:by|from|of)\s+{_NAME}{_ON_EN}",
        rf"^\W*(?:et\s+)?(?:qu'|que\s+)(?:a|ont)\s+(?:repondu|replique)\s+{_NAME}\s+{_TO_FR}{_TOPIC}"
        rf"{_END}",
        *(
            rf"^\W*(?:et\s+)?{_SAYS_FR}\s+{_NAME}\s+{about}\s*{_TOPIC}{_END}"
            for about in (_ABOUT_FR, _ABOUT_OF)
        ),
        rf"^\W*(?:et\s+)?{_SAYS_FR}\s+{_NAME}{_END}",
        rf"^\W*(?:et\s+)?qu(?:'|e\s+)\s*{_NAME}\s+a-t-(?:il|elle)\s+{_SAY_FR}"
        rf"{_ON_FR}",
        rf"^\W*(?:et\s+)?(?:qu'|que\s+)a-t-(?P<pronoun>il|elle)\s+{_SAY_FR}"
        rf"{_ON_FR}",
        rf"^\W*(?:et\s+)?comment\s+{_NAME}\s+a(?:-t-(?:il|elle))?\s+(?:reagi|repondu)"
        rf"\s+{_TO_FR}{_TOPIC}{_END}",
        rf"^\W*(?:et\s+)?qu'est-ce\s+qu(?:e\s+|')\s*{_NAME}\s+a\s+{_SAY_FR}"
        rf"{_ON_FR}",
        rf"^\W*(?:les\s+)?(?:propos|declarations?|citations?)\s+(?:de\s+|d')\s*{_NAME}"
        rf"{_ON_FR}",
    ]
)


def without_to(name: str) -> str:
    """Returns whose words are asked for, without the letter that joins them.

    >>> [without_to(name) for name in ("لوزير المياه", "للوزير", "لسالم", "لافروف")]
    ['وزير المياه', 'الوزير', 'سالم', 'لافروف']
    """
    first, *rest = name.split()
    if not first.startswith("ل") or is_given_name(normalised(first)):
        return name
    joined = first.startswith("لل") and not is_place(normalised(first[1:]))
    whole = f"ال{first[2:]}" if joined else first[1:]
    norm = normalised(whole)
    office = norm in listed("offices", "words", "before_names", "titles", "roles")
    known = joined or office or is_given_name(norm) or is_place(norm)
    return " ".join([whole, *rest]) if known else name


def addressee(name: str) -> tuple[str, str]:
    """Returns a name, and the place that it speaks to, as in ``سالم الكندي لإيران``."""
    before, _, last = name.rpartition(" ")
    place = last[1:].lstrip("\u0640 ") if last.startswith("ل") else ""
    if before and place and (is_place(normalised(place)) or is_place(normalised(f"ال{place[1:]}"))):
        return before, place
    return name, ""
