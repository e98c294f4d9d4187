"""The learning plan: its order, its weeks, its ticks and its pages."""
