"""A question as typed -> what it asks."""
