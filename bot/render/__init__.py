"""Values into messages: words, entities, buttons."""
