"""A library before it is published: what patients will see, what is kept from them, and what a person should look at.

Reading order: finding, defang, proof, accounts, links, sales, report, check, as_json.
"""
