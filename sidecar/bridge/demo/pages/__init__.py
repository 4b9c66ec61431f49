"""What people see of the demo campus: its login and consent pages, at Moodle's own addresses."""
