"""A library before it is published: what patients will see, what is kept from them, and what a person should look at.

Reading order: finding, defang, proof, accounts; of one leaflet broken_characters, sales, links, word_forms,
known_words, garbled, readability, expiry, remarks; over all alike, differing, duplicates, silences, disagreements;
report, check, as_json, page/.
"""
