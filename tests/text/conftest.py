"""Properties of text have no deadline: the first example also fills the tables."""

from hypothesis import settings

settings.register_profile("text", deadline=None)
settings.load_profile("text")
