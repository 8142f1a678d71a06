"""An assistant in a process of its own: the screen draws on one processor while the leaflets open on another.

Whatever ends that process, a fault inside a library or a lack of memory, takes neither the chat nor its warnings away.
"""
