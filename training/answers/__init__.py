"""The reader of answers: lists of sentences, the network that reads them, its calibration."""
