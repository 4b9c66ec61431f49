"""One suite for the demo campus and a real Moodle: what holds on both holds by contract."""
