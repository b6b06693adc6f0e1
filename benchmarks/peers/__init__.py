"""Qawl beside what people use today, in one run with the same passages and the same vectors."""
