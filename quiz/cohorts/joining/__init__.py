"""Joining a cohort: codes, links, slips and invitations; what is agreed to; leaving again."""
