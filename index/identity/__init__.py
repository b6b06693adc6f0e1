"""Across articles one person has one identity, and namesakes stay apart."""
