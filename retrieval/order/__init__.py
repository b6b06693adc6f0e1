"""Passages -> their sentences, the likeliest answer first."""
