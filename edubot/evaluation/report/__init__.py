"""An evaluation as one page that a person can send on. Reading order: plots, parts, page."""
