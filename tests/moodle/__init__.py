"""A throw-away Moodle on real MariaDB, PHP-FPM and nginx, and the tests that need one."""
