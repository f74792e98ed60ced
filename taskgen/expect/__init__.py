"""What a case expects: sketches of answers, and checks on them."""
