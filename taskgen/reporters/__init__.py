"""Results as other programs read them."""
