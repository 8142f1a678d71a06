"""The chat.

Reading order: leaflet_rows, messages, librarian, builder, build_line, keys, warnings_bar, safe_screen, chosen,
passage_card, sides, suggestions, exchange, welcome, thread, question_box, handing_over, leaflets_screen, chat_screen,
leaflet_text, source_screen, the other screens, themes, preferences, app.
"""
