"""The chat in a browser, for the screen of a ward or a waiting room.

Reading order: limits, headers, visit, kiosk; `page/` holds what the browser is sent.
"""
