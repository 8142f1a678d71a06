"""The chat.

Reading order: messages, librarian, keys, warnings_bar, safe_screen, chosen, passage_card, sides, suggestions, exchange,
welcome, thread, question_box, chat_screen, leaflet_text, source_screen, the other screens, themes, preferences, app.
"""
