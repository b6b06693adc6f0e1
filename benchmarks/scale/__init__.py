"""How speed, memory and size grow from 1,000 to 1,000,000 passages."""
