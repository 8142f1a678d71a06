"""An answer in each form that more than one face needs: JSON, plain text, Markdown, HTML, PDF.

Reading order: marks, quotes, answer_line, as_json, as_text, matching, document, as_markdown, as_html, as_pdf, as_file;
for a leaflet: paragraphs, outline, reasons.
"""
