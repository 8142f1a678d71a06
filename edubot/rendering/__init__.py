"""An answer in each form that more than one face needs: JSON, plain text, Markdown, HTML, PDF.

Reading order: marks, as_json, as_text, answer_line, matching, document, as_markdown, as_html, as_pdf, as_file;
for a leaflet: paragraphs, outline, reasons.
"""
