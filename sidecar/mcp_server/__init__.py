"""The Model Context Protocol side: tools, resources and prompts behind one address."""
