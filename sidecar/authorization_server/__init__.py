"""The OAuth 2.1 authorization server: who a client is, what it asks, and the tokens it gets."""
