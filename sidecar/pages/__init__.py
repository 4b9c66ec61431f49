"""The sidecar's own pages: few, without scripts, readable on a phone."""
