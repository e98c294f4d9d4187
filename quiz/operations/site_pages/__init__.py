"""What administrators see of the site itself: jobs, emails, backups, settings and the audit log."""
