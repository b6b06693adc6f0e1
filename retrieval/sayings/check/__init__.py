"""A claimed quotation held against the words of the articles."""
