"""Building on more than this process: the leaflets' reading, chunking and encoding as tasks of Ray Data.

Nothing of Ray is imported until a build asks for it. The process that builds plans the work, in the same order and the
same batches as without Ray, and writes the index; whoever does the work only reads leaflets and writes encoded blocks.
"""
