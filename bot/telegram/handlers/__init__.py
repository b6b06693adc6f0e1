"""One module a topic; each class says which updates it takes."""
