"""Lines of a page that speak of the site and not of the news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from index.reading.contents import NoteKind, Notes

_LONGEST: Final = 200
"""Characters; what is longer is a paragraph of the article, whatever it begins with."""

# Whole lines alone: an article may well speak of cookies or of subscribers.
_NAVIGATION: Final = re.compile(
    r"""^\W*(?:
      [اإأ]قر[أاؤئ]?[وا]*\s+(?:أيض[اً]+|المزيد|كذلك|من\s+هنا)(?:\W.*)?
    | [اإأ]قر[أا]\s+في\s+\S+\s*:.*
    | (?:شاهد|طالع|تابع|استمع)\s+(?:أيض[اً]+|المزيد|كذلك)(?:\W.*)?
    | (?:و?قد|ربما)\s+(?:يهم[كّ]?كم?|يعجبكم?)(?:\s+أيض[اً]+)?\s*(?:[:：|–-].*|\W*)
    | (?:مواضيع|أخبار|مقالات|مواد)\s+(?:ذات\s+صلة|متعلقة|مشابهة|أخرى)\W*
    | (?:تابعونا|تابعنا|اشترك(?:وا)?)\s+(?:على|في|عبر|الآن).*
    | (?:للاشتراك|للمزيد|اضغط\s+هنا|شارك\s+(?:المقال|الخبر|عبر)|مشاركة\s+عبر|انسخ\s+الرابط).*
    | (?:إعلان|ADVERTISEMENT|Advertisement|Publicité)\W*
    | (?:read|see|watch)\s+(?:also|more|next)(?:\s*[:|–-].*|\W*)
    | (?:related|more)\s+(?:stories|articles|news|on\s+this)(?:\s*[:|–-].*|\W*)
    | (?:follow|like)\s+us\s+on\s.*
    | (?:sign\s+up|subscribe)\s+(?:to|for)\s+(?:our|the)\s.*
    | (?:à\s+)?(?:lire|voir)\s+(?:aussi|également)(?:\s*[:|–-].*|\W*)
    | (?:suivez-nous|abonnez-vous|partager\s+(?:sur|cet)|inscrivez-vous\s+à).*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_COOKIES: Final = re.compile(
    r"""(?:(?:نستخدم|يستخدم\s+(?:هذا\s+)?(?:الموقع|موقعنا)).*(?:ملفات\s+تعريف\s+الارتباط|الكوكيز|كوكيز)
    | (?:we|this\s+(?:web)?site)\s+uses?\s+cookies
    | (?:nous\s+utilisons|ce\s+site\s+utilise)\s+des\s+cookies)""",
    re.VERBOSE | re.IGNORECASE,
)
_PAYWALL: Final = re.compile(
    r"""^\W*(?:
      (?:هذا|هذه|بقية|تتمة)\s+(?:المحتوى|المقال|المادة|المقالة|الخبر)\b.*(?:للمشتركين|المشتركين|بالاشتراك).*
    | (?:اشترك|سج[ّ]?ل)\s.*(?:لمتابعة|لإكمال|لمواصلة|لقراءة|لتتمكن)\s.*
    | (?:لمتابعة|لإكمال|لمواصلة)\s+القراءة\W.*
    | (?:تبق[ىّ]\S*|بقي)\s+ل(?:ك|كم|ديك|ديكم)\s+\d+\s+مقال.*
    | (?:this|the\s+rest\s+of\s+this)\s+(?:article|content|story)\s+is\s.*subscribers.*
    | subscribe\s+(?:now\s+)?to\s+(?:continue|keep|read).*
    | (?:already\s+a\s+subscriber|continue\s+reading\s+with).*
    | (?:cet\s+article|la\s+suite)\s.*(?:réservée?|abonnés).*
    | il\s+vous\s+reste\s.*à\s+lire.*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


def without_furniture(lines: Iterable[str], notes: Notes) -> list[str]:
    """Returns the lines of the article, those of the site left out and told."""
    kept = []
    for line in lines:
        if len(line) <= _LONGEST and _PAYWALL.match(line):
            notes.add(NoteKind.PAYWALL)
        elif len(line) <= _LONGEST and (_NAVIGATION.match(line) or _COOKIES.search(line)):
            notes.add(NoteKind.NAVIGATION)
        else:
            kept.append(line)
    return kept
