"""Verbs of saying and function words of English and French."""

from __future__ import annotations

from typing import Final

SAID_EN: Final = """
said says told tells added adds wrote writes tweeted posted warned warns insisted insists argued
argues claimed claims announced announces stated states declared noted notes explained explains
admitted admits confirmed confirms denied denies replied replies asked asks acknowledged suggested
suggests stressed recalled joked quipped concluded continued responded responds reported
"""

DID_NOT_SAY: Final = r"(?:did|does|do)(?:\snot|n['’]t)(?:\sever)?\ssay"
"""A denial, as a pattern."""

SAID_FR: Final = """
déclaré affirmé dit ajouté expliqué précisé souligné indiqué estimé répondu annoncé écrit tweeté
assuré rappelé regretté dénoncé confirmé démenti averti prévenu lancé confié poursuivi conclu
plaisanté insisté noté reconnu jugé promis martelé réagi
"""
"""Participles behind avoir; ``a-t-elle plaisanté`` and ``a déclaré``."""

PRESENT_FR: Final = """
déclare affirme dit ajoute explique précise souligne indique estime répond annonce écrit assure
rappelle regrette dénonce confirme dément avertit prévient lance confie poursuit conclut insiste
note reconnaît juge martèle
"""

BREAKS: Final = """
on in at to during after before when while as who which that for with by from about over under
yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday earlier later
lundi mardi mercredi jeudi vendredi samedi dimanche dans lors devant à au aux en sur pour avec qui
que après avant hier interrogé interrogée asked and but
"""
"""A name or a description goes on no further than these."""
