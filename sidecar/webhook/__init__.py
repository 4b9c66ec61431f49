"""The webhook: messages that Moodle queued, sent to the endpoints its administrators chose."""
