"""Job adverts: the text of one in, what it asks for out."""
