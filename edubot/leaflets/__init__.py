"""From a file to a `Leaflet`: decode, find the structure, keep out what no patient should see.

Reading order: decode, spans, sentences, lines, paragraphs, headings, quarantine, curation, outline,
structure, marks, read, documents, folder.
"""
