"""Typesetting of PDF documents."""
