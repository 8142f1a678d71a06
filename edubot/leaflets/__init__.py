"""From a file to a `Leaflet`: decode, find the structure, keep out what no patient should see.

Reading order: decode, sentences, lines, headings, quarantine, curation, paragraphs, outline, structure, read, folder.
"""
