"""A saved web page → the text of its main part; all else on the page comes after it, kept from patients.

Reading order: grid, captions, inline, selectors, styles, pictures, page, main_part, read, archive.
"""
