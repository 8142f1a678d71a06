"""`python -m edubot` is `edubot`."""

from edubot.cli.main import main

main()
