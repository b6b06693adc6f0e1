"""The measures behind `qawl eval`."""
