"""Sweeps: every function of a site is called, and what it returned and wrote is looked at."""
