"""How often and how much at once: counters of what people make and try, and a bound on heavy work."""
