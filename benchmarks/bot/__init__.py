"""How long people wait for the whole bot: updates in, messages out."""
