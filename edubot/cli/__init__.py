"""The command line.

Reading order: output, opening, batch, ask, build, chat, evaluate, options, index_app, app, main.
"""
