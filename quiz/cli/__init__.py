"""The `trigpoint` command, one module per group of commands."""
