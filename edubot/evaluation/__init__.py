"""How well the words that answer are found. Reading order: gold, measures, run."""
