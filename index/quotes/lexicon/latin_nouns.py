"""Titles, roles, bodies and documents of English and French, as they speak in the news."""

from __future__ import annotations

from typing import Final

from index.language.tables import listed

ROLES: Final = " ".join(listed("offices", "words", "latin_roles"))

TITLES: Final = " ".join(listed("offices", "words", "latin_titles"))

FEMALE: Final = " ".join(listed("offices", "words", "latin_female"))

MALE: Final = " ".join(listed("offices", "words", "latin_male"))
"""In French lower case; ``president`` without its accent says nothing."""

BODIES: Final = """
ministry government company police army military party court council agency commission committee
association union group bank organisation organization university institute department office
authority authorities parliament senate federation league club foundation firm hospital embassy
nations international assembly network bureau service board house administration
ministère gouvernement société entreprise armée parti tribunal cour conseil agence comité syndicat
groupe banque université institut département autorité autorités parlement sénat fédération ligue
fondation hôpital ambassade préfecture mairie parquet direction nations assemblée
"""

DOCUMENTS: Final = """
statement report study survey poll figures data document documents communiqué rapport étude sondage
chiffres données enquête letter lettre
"""

MANY: Final = """
officials sources witnesses experts residents analysts researchers scientists lawyers prosecutors
critics diplomats ministers doctors investigators economists observers organisers responsables
témoins spécialistes chercheurs avocats enquêteurs médecins diplomates économistes observateurs
habitants organisateurs scientifiques analystes
"""
"""Without a name they stay unnamed."""
