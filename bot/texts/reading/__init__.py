"""Words about reading sources: one module a language, as in the folder above."""
