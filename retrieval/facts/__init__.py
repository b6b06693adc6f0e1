"""Dates, numbers, names, places and causes in sentences, and which of them answers."""
