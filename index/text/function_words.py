"""Words that carry grammar and no content, in their normalised form.

A negation is among them although it turns a sentence round: it does not say what a
sentence is about. Whoever compares sentences word by word must not leave it out.
"""

from __future__ import annotations

from typing import Final

from index.text.normalise import normalised

_ARABIC: Final = """
    في من على إلى عن مع حتى منذ مذ خلال عبر ضد لدى لدي نحو حول دون بدون عند عندما حين حينما
    بينما قبل بعد بين أمام وراء خلف تحت فوق داخل خارج ضمن سوى غير إلا عدا و ف ب ك ل ثم أو أم بل
    لكن لكنه لكنها إن أن إنه أنه إنها أنها إنهم أنهم أنني إنني أننا إننا أنك كأن لأن لأنه لأنها
    ليت لعل إذا إذ لو لولا كي لكي لما كلما طالما مهما أما إما ما ماذا من متى أين كيف كم لماذا لم
    هل أي أية أيهما بم بماذا لمن ممن عمن عما مما فيما فيمن بما كما لماذا هو هي هم هن هما أنا نحن
    أنت أنتم أنتما هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك أولئك ذاك هنا هناك هنالك الذي
    التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي كان كانت كانوا يكون تكون يكونون تكن
    يكن كن كنت كنا ليس ليست ليسوا لست لسنا صار بات ظل مازال زال يزال تزال لا لن لم لما قد لقد
    سوف نعم كلا بلى كل بعض جميع كلا كلتا نفس ذات مثل أيضا فقط جدا أكثر أقل حيث به بها بهم بهما
    بي بنا بك له لها لهم لهما لي لنا لك فيه فيها فيهم فيهما منه منها منهم منهما عليه عليها عليهم
    عليهما إليه إليها إليهم عنه عنها عنهم معه معها معهم وهو وهي وهم وما ومن وفي وعلى وإلى وعن
    ومع وأن وإن ولا ولم ولن وقد وكان وكانت ولكن وكل وذلك وهذا وهذه وأنه وأنها وإنه والذي والتي
    والذين ومنها ومنهم وله ولها وبعد وقبل كذلك لذلك لهذا بذلك بهذا وكذلك ايش وش شو إيه ليش ليه
    فين وين إمتى مين شكون علاش شنو منو قديش اللي مش مو عشان هيك ديال
"""
_ENGLISH: Final = """
    a an the of to and or but in on at by for from with about into onto over under after before
    between during is are was were be been being am has have had having do does did doing will
    would shall should can could may might must not no nor so as if then than that this these
    those there here it its he him his she her they them their we us our you your i me my who
    whom whose which what where when why how s t d ll re ve
"""
_FRENCH: Final = """
    le la les l un une des du de d et ou mais donc ni car en dans sur sous par pour avec sans
    chez vers entre à au aux ce c cet cette ces ça cela il elle ils elles on nous vous je j tu
    me m te se s lui leur leurs y son sa ses mon ma mes notre nos votre vos est sont était
    étaient été être suis es sommes êtes a ai as avons avez ont avait avaient que qu qui quoi
    dont où quand comment pourquoi combien quel quelle quels quelles ne n pas plus si
"""

FUNCTION_WORDS: Final = frozenset(
    normalised(word) for words in (_ARABIC, _ENGLISH, _FRENCH) for word in words.split()
)
"""Arabic, English and French function words, and Arabic question words of the dialects."""
