"""A person with a browser and a client, in miniature: connects to a campus and asks the question."""
