"""From a file to a `Leaflet`: decode, find the structure, keep out what no patient should see.

Reading order: reading, readings, decode, guess, marked, tables, around, hyphens, pdf/, word/, web/, kinds, spans,
sentences, list_marks, statements, leaning, lines, paragraphs, headings, quarantine, toml_lines, curated, curation,
curation_file, quotes, placed, outline, structure, marks, cues, read, documents, entries, folder; for what is quoted
alone: leads, contexts, lifting.
"""
