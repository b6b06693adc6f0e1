"""Who said what: sayings by person and topic, speakers, and the check of a quotation."""

from retrieval.sayings.sayings import Sayings

__all__ = ["Sayings"]
