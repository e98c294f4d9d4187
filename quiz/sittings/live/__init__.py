"""A sitting while it is taken: what one step (answer, skip, change) needs of it, as plain values.

A step happens more often than anything else, and loading and keeping mapped objects was the most of
what it cost. Here a sitting is read by two statements and written by a few. All other pages use `sittings.models`.
"""
