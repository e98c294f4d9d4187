"""Emails: written with what they are about, sent afterwards by a job, over SMTP or into a folder."""
