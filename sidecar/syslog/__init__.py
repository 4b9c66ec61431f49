"""The record as lines of syslog, for sites whose SIEM reads no database and no webhook."""
