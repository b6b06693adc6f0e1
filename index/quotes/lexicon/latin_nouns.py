"""Titles, roles, bodies and documents of English and French, as they speak in the news."""

from __future__ import annotations

from typing import Final

ROLES: Final = """
minister president chancellor senator governor mayor ambassador envoy spokesman spokeswoman
spokesperson secretary director chairman chairwoman chair chief head leader official officer
general colonel captain commander judge prosecutor lawyer professor researcher scientist analyst
expert economist doctor coach manager author writer novelist director singer player witness source
lawmaker deputy diplomat adviser aide king queen prince princess premier commissioner historian
woman man boy girl mother father neighbour neighbor femme homme mère père voisin voisine
engineer teacher student farmer resident survivor activist journalist editor founder owner
ministre président présidente chancelier chancelière sénateur sénatrice gouverneur gouverneure
maire ambassadeur ambassadrice émissaire envoyé envoyée porte-parole secrétaire directeur
directrice chef cheffe dirigeant dirigeante responsable général colonel capitaine commandant juge
procureur procureure avocat avocate professeur professeure chercheur chercheuse scientifique
analyste expert experte économiste médecin entraîneur entraîneuse auteur autrice écrivain écrivaine
romancier romancière témoin député députée diplomate conseiller conseillère roi reine patron
patronne éditeur éditrice organisateur organisatrice historien historienne fondateur
fondatrice habitant habitante militant militante
"""

TITLES: Final = """
Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Sir Lady Prof Prof. Sen Sen. Gov Gov. Gen Gen. Rep Rep. M. MM.
Mme Mlle Me Minister President Chancellor Senator Governor Mayor Ambassador Secretary Director
Chairman Chairwoman General Colonel Captain Commander Judge Professor Doctor Premier Commissioner
Ministre Président Présidente Docteur Maître Spokesman Spokeswoman Coach Chief Deputy
"""

FEMALE: Final = """
mrs ms miss mme mlle lady queen princess spokeswoman chairwoman actress présidente chancelière
sénatrice gouverneure ambassadrice envoyée directrice cheffe dirigeante procureure avocate
professeure chercheuse experte entraîneuse autrice écrivaine romancière députée conseillère reine
patronne historienne fondatrice habitante militante
"""

MALE: Final = """
mr sir king prince spokesman chairman actor m président chancelier sénateur gouverneur ambassadeur
envoyé directeur dirigeant procureur avocat chercheur expert entraîneur romancier député conseiller
roi patron historien fondateur habitant militant
"""
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
