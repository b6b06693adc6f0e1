"""What was found -> what is shown: sentences, citations, bold words, stories, plain data."""
