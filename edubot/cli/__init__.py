"""The command line. Reading order: output, opening, batch, ask, build, chat, evaluate, main."""
