"""What is known of languages: tables as files, and what is looked up in them.

Indexing and asking share it. Each table is read when it is first asked for, and once. A word
that a rule needs stands in a table here, not in the rule.
"""
