"""Goals: those of the bank, and custom goals that people make from them."""
