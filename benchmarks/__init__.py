"""Measurements of speed and memory, paired in one run; never asserted."""
