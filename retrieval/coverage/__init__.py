"""What an answer must be about, and whether the articles tell it at all."""
