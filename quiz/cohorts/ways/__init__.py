"""The pages with which instructors let people in: a code on the board, a link, slips of paper, invitations by email."""
