"""Shapes what goes to the model: cleaned, projected, paged and within a budget of bytes."""
