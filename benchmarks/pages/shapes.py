"""Thirty pages with invented news: ten shapes of sites, three stories in each."""

# ruff: noqa: E501 (pages stay in one piece)
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what a careful reader takes from it.

    Attributes:
        wanted: The paragraphs, rows and entries of the article.
        unwanted: Lines of the site, each of which would be a false quotation.
    """

    name: str
    html: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


STORIES: Final = (
    (
        "سد العقيق يبدأ التخزين في الخريف",
        (
            "أعلن وزير المياه سالم الكندي أن سد العقيق سيبدأ التخزين في الخريف المقبل، بعد ثلاث سنوات من البناء.",
            "وقال الكندي: «لن نرفع أسعار الماء قبل نهاية العام، ولن نقطعه عن أي قرية».",
            "نعم.",
            "وتبلغ كلفة السد 1,234 مليون درهم، دفعت شركة Blue River منها 40 في المئة.",
            "ولم يحدد الوزير موعدا لربط قرى الجنوب بالشبكة الجديدة.",
        ),
    ),
    (
        "نافورة الميدان البنفسجية تعود إلى العمل",
        (
            "افتتح عمدة القرية زبرقان المهاوي نافورة الميدان البنفسجية صباح السبت بحضور الأطفال وآبائهم.",
            'وقال المهاوي للصحافيين: "الماء لمن يعطش لا لمن يدفع".',
            "وذكرت المهندسة سلمى الريحاني أن المضخة الجديدة تستهلك نصف ما كانت تستهلكه القديمة.",
            "وكانت النافورة قد توقفت عام 2019 بعدما كسرت عاصفة حوضها، ولا يعرف أحد من أصلحها أولا.",
        ),
    ),
    (
        "عمال الميناء يوقفون إضرابهم",
        (
            "أوقف عمال الميناء إضرابهم يوم الأربعاء بعد اتفاق مع الشركة المشغلة على رفع الأجور بنسبة 8.5 في المئة.",
            "وقالت رباب العامري، رئيسة النقابة: «لم نطلب مستحيلا، ولا نقبل وعودا بلا توقيع».",
            "ورد مدير الشركة جابر النعماني بأن الاتفاق «لا يشمل العمال الموسميين».",
            "وينص الاتفاق على عودة 412 عاملا كانوا قد فصلوا في الشتاء الماضي.",
            "اقرأ أيضا: كيف بدأ الإضراب",
            "ومن المقرر أن تدخل أول سفينة إلى الرصيف الشمالي فجر الخميس.",
        ),
    ),
)

MENU: Final = (
    "<header><nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/p'>سياسة</a></li>"
    "<li><a href='/s'>رياضة</a></li><li><a href='/e'>اقتصاد</a></li></ul></nav></header>"
)
FOOTER: Final = (
    "<footer><p>جميع الحقوق محفوظة لصحيفة الواحة 2024</p><a href='/about'>من نحن</a>"
    "<a href='/contact'>اتصل بنا</a></footer>"
)
COOKIES: Final = (
    "يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك. بمتابعة التصفح فإنك توافق على ذلك."
)
OTHERS: Final = (
    "وزير الزراعة: لن نستورد القمح هذا العام",
    "فوز فريق الساحل على ضيفه بثلاثة أهداف",
    "تأجيل جلسة المجلس إلى الأسبوع المقبل",
)
Shape = Callable[[str, Sequence[str]], tuple[str, Sequence[str], Sequence[str]]]


def pages() -> Iterator[Page]:
    for shape in SHAPES:
        for number, (title, paragraphs) in enumerate(STORIES, 1):
            written = [p for p in paragraphs if not p.startswith("اقرأ أيضا")]
            body, more, unwanted = shape(title, paragraphs)
            html = (
                f"<!DOCTYPE html><html lang='ar' dir='rtl'><head><meta charset='utf-8'>"
                f"<title>{title} | صحيفة الواحة</title></head><body>{MENU}{body}{FOOTER}</body></html>"
            )
            site = ("جميع الحقوق محفوظة", "اقرأ أيضا", *unwanted)
            yield Page(f"{shape.__name__}-{number}", html, (*written, *more), site)


def _p(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{p}</p>" for p in paragraphs)


def _links(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li><a href='/n'>{line}</a></li>" for line in lines) + "</ul>"


def plain(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    return f"<main><article><h1>{title}</h1>{_p(ps)}</article></main>", (), ()


def related(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    inside = f"<div class='related-inline'><h3>مواضيع ذات صلة</h3>{_links(OTHERS)}</div>"
    body = f"<div class='post'><h1>{title}</h1>{_p(ps[:2])}{inside}{_p(ps[2:])}</div>"
    return body, (), (*OTHERS, "مواضيع ذات صلة")


def captions(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    caption = "صورة من الأرشيف: عمال في الموقع (تصوير: مروان الحداد)"
    figure = f"<figure><img src='a.jpg' alt='صورة'><figcaption>{caption}</figcaption></figure>"
    return f"<article><h1>{title}</h1>{figure}{_p(ps)}</article>", (), (caption,)


def cookies(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    banner = f"<div id='cookie-notice'><p>{COOKIES}</p><button>موافق</button></div>"
    wall = "هذا المقال متاح للمشتركين فقط. اشترك الآن لمتابعة القراءة."
    body = (
        f"{banner}<article><h1>{title}</h1>{_p(ps)}<div class='wall'><p>{wall}</p></div></article>"
    )
    return body, (), (COOKIES[:30], wall[:25])


def comments(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    said = (
        "كلام جميل لكن أين التنفيذ يا سادة؟ سمعنا هذا منذ سنوات.",
        "شكرا على الخبر، ننتظر المزيد من التفاصيل عنه.",
    )
    shown = "".join(f"<li class='comment'><b>قارئ</b><p>{text}</p></li>" for text in said)
    body = f"<article><h1>{title}</h1>{_p(ps)}</article><section id='comments'><h3>التعليقات</h3><ol>{shown}</ol></section>"
    return body, (), said


def live(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    entries = "".join(
        f"<div class='live-entry'><time>1{n}:30</time><p>{p}</p></div>" for n, p in enumerate(ps)
    )
    return (
        f"<main><h1>{title}: تغطية مباشرة</h1><div class='live-blog'>{entries}</div></main>",
        (),
        (),
    )


def table(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    rows = (("الرباط", "40"), ("طنجة", "17"), ("فاس", "9"))
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    body = f"<article><h1>{title}</h1>{_p(ps)}<table><tr><th>المدينة</th><th>العدد</th></tr>{cells}</table></article>"
    return body, ("المدينة العدد", *(f"{a} {b}" for a, b in rows)), ()


def breaks(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    """The whole text in one element, lines ended by breaks, as older systems write it."""
    body = f"<table><tr><td><h2>{title}</h2><div class='txt'>{'<br><br>'.join(ps)}</div></td><td>{_links(OTHERS)}</td></tr></table>"
    return body, (), OTHERS


def printed(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    """A version for printing: next to no mark-up."""
    ask = "اطبع هذه الصفحة"
    return f"<a href='javascript:print()'>{ask}</a><h3>{title}</h3><hr>{_p(ps)}<hr>", (), (ask,)


def shared(title: str, ps: Sequence[str]) -> tuple[str, Sequence[str], Sequence[str]]:
    lines = ("تابعونا على تيليغرام", "شارك الخبر عبر واتساب", "إعلان")
    box = "<p class='newsletter'>اشتركوا في نشرتنا البريدية ليصلكم جديد الأخبار كل صباح</p>"
    tags = "<div class='tags'><a href='/t'>المياه</a> <a href='/t'>الوزارة</a></div>"
    inside = "".join(f"<p>{line}</p>" for line in lines)
    side = f"<aside><h3>الأكثر قراءة</h3>{_links(OTHERS)}</aside>"
    body = f"<article><h1>{title}</h1>{_p(ps[:1])}{inside}{_p(ps[1:])}{box}{tags}</article>{side}"
    return body, (), (*lines[:2], "نشرتنا البريدية", "الأكثر قراءة", *OTHERS)


SHAPES: Final[tuple[Shape, ...]] = (
    plain,
    related,
    captions,
    cookies,
    comments,
    live,
    table,
    breaks,
    printed,
    shared,
)
