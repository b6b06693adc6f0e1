"""How well readers find the article on pages shaped like those of Arabic news sites."""
