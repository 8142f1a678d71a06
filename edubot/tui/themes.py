"""How the screen looks: four themes, each legible, none saying anything in colour alone."""

from textual.theme import Theme

THEMES = {
    theme.name: theme
    for theme in (
        Theme(
            "dark",
            primary="#7aa2c9",
            secondary="#5b7f95",
            accent="#e0b36a",
            warning="#c98a3b",
            error="#e07a6a",
            foreground="#e4e2dc",
            background="#15181c",
            surface="#1b1f24",
            panel="#23282f",
        ),
        Theme(
            "light",
            primary="#1f5c8a",
            secondary="#4d6b7d",
            accent="#8a5a00",
            warning="#b36b00",
            error="#a3261b",
            foreground="#1c1e21",
            background="#faf8f3",
            surface="#f3f0e8",
            panel="#e8e4d9",
            dark=False,
        ),
        Theme(
            "high-contrast",
            primary="#ffff00",
            secondary="#00ffff",
            accent="#00ffff",
            warning="#ffff00",
            error="#ff8080",
            foreground="#ffffff",
            background="#000000",
            surface="#000000",
            panel="#000000",
            boost="#000000",
            text_alpha=1.0,
            variables={"warning-muted": "#ffff00", "text-disabled": "auto 80%"},
        ),
    )
}
NO_COLOUR = "no-colour"
"""The terminal's own two colours; chosen too where the environment holds `NO_COLOR`."""
NAMES = (*THEMES, NO_COLOUR)
