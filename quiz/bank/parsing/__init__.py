"""Reading and editing the files of the bank."""
