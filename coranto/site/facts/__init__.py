"""The reading layer: what a page shows, read from what was published, each thing read noted as a key."""
