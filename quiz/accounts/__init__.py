"""Who a person is, and how they are known again."""
