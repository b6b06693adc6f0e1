"""How long an answer takes, stage by stage."""
