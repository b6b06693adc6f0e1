"""The words that the rules know, as tables to read and to add to."""
