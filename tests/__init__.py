"""Tests: real parts, or fakes that can be checked by hand."""
