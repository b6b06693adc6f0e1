"""Who said what: sayings by person and topic, speakers, and the check of a quotation."""

from retrieval.sayings.door import Sayings

__all__ = ["Sayings"]
