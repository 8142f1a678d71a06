"""An assistant in another process: the screen draws on one processor while the leaflets open on another.

Visitors of a served chat share that process.

Whatever ends that process, a fault inside a library or a lack of memory, takes neither the chat nor its warnings away.
"""
