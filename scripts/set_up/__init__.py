"""Making and repairing what a checkout needs, with the standard library only."""
