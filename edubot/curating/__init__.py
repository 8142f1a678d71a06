"""A first `.toml` beside each leaflet, with what can be guessed and what a person should look at.

Reading order: suspects, guesses, quoting, first_curation, beside.
"""
