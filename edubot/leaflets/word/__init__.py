"""A Word file → its text: headings, lists, tables and text boxes in the order of the document.

Reading order: admission, runs, styles, numbering, headings, blocks, read.
"""
