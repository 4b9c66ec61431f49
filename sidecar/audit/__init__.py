"""The record of what this node decided by itself, kept until Moodle has it."""
