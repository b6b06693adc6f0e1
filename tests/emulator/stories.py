"""Invented articles for people to add; each test has the same ones as every other.

So a story is encoded once for all tests and both modes. What a chat added is its own, and
every test has people of its own, so nobody sees another's.
"""

from __future__ import annotations

import itertools

_numbers = itertools.count(1)


def begin() -> None:
    """Begins again with the first story."""
    global _numbers
    _numbers = itertools.count(1)


def story() -> str:
    """Returns an invented article that this test has not had before."""
    name = f"زبرقان المهاوي {next(_numbers)}"
    return (
        f"عمدة القرية يفتتح نافورة الميدان رقم {name}\n\n"
        f"افتتح العمدة {name} نافورة الميدان البنفسجية صباح الجمعة بحضور ستين طفلا.\n\n"
        f'وقال العمدة {name} في كلمته "الماء لمن يعطش لا لمن يدفع".\n'
    )
