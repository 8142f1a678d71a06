"""What is run by hand: figures, training, and what the tests measure with."""
