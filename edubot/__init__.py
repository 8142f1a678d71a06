"""edubot: patient leaflets, word for word, in the terminal.

`import edubot` is cheap: the encoder, FAISS and Textual load when they are needed.
"""

__version__ = "0.1.0"
