"""Item response theory: items, response models, the pool of items as arrays."""
