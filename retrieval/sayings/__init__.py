"""Who said what: sayings by person and topic, speakers, and the check of a quotation."""
