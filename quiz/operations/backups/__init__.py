"""The parts of backup and restore: the file, reading a database into it, and loading it into one."""
