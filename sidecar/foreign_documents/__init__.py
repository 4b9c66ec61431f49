"""The one place that reads documents from addresses other people chose."""
