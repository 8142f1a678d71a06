"""The chat.

Reading order: messages, librarian, warnings_bar, safe_screen, passage_card, exchange, question_box, the screens, app.
"""
