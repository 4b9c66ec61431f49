"""How many requests and calls are let in, counted by this node or by all nodes together."""
