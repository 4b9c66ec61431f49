"""Connections to hosts that other people chose, and only to where they may lead."""
