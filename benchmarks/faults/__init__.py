"""Faults, done to real processes: what a visitor sees, how long it takes, what is lost."""
