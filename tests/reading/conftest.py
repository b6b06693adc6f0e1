"""Properties of reading have no deadline: the first example also imports the libraries."""

from hypothesis import settings

settings.register_profile("reading", deadline=None, max_examples=60)
settings.load_profile("reading")
