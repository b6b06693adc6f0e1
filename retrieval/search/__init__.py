"""What a question asks -> passages that may answer, and the articles they stand in, opened."""
