"""Simulated examinees who answer the real bank."""
