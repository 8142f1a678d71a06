"""A report as one page of HTML that asks nobody for anything: to be read side by side, printed and sent on.

Reading order: words, column, listing, tables, page.
"""
