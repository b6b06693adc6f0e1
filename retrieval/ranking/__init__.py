"""Hits -> sentences in their order, with a confidence."""
