"""Build the index of the bundled leaflets, or of those named: `edubot build`, as a script."""

import sys

from edubot.cli.app import app

if __name__ == "__main__":
    app(["build", *sys.argv[1:]], prog_name="build_index.py")
