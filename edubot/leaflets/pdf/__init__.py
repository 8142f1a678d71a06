"""A PDF → its text: words where they stand → rows → columns → paragraphs, page by page.

Reading order: admission, words, margins, columns, grids, styles, levels, flow, layout, draft, read.
"""
