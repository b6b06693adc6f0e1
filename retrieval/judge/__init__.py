"""Ordered sentences -> whether one of them answers."""
