"""An answer in each form that more than one face needs: JSON, plain text, Markdown.

Reading order: marks, as_json, as_text, as_markdown.
"""
