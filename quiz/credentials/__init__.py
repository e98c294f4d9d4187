"""How somebody shows who they are: passwords, one-time links, a second factor, other providers of identity."""
