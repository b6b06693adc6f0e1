"""A question as typed -> what is searched for."""
