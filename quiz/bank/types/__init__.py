"""Question types: one module each, all behind the protocol in `protocol`, listed in `registry`."""
