"""A small library with a fault of every kind that `edubot check` looks for, in words of our own."""

from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 27)
"""The day on which it is checked."""
FIRST = """\
# Clearol capsules

## What Clearol is

Clearol is a powerful medicine for spots. Many people buy it at
https://cheap-pills.example/buy-clearol-online every month. It comes as a soft capsule.

## How to take it

Take 1 capsule of 20 mg a day with food. Swallow it whole with a glass of water.

Order it online today and save.

## Side effects

It is usually prescribe for severe acne. Tell your doctor if you take sulfanomides or feel low.

Your lips may be dry, and you donâ€™t need to stop for that. The treat- ment takes 16 weeks.

## Questions

Write to help@clearol.example or see www.nhs.uk for more.

Manufactured in Ruritania for:

Clearol Works Pvt. Ltd.
"""
SECOND = """\
# Clearol for teenagers

## Taking Clearol

Take 1 capsule of 10 mg a day with food. Do not buy it online.

Swallow it whole with a glass of water. The treatment takes 20 weeks.
"""
SECOND_CURATION = """\
title = "Clearol for teenagers"
kind = "hospital leaflet"
seen = 2025-01-05
review_by = 2026-11-01
"""


def write_library(folder: Path) -> Path:
    """The library's files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clearol.md").write_text(FIRST, encoding="utf-8")
    (folder / "teenagers.md").write_text(SECOND, encoding="utf-8")
    (folder / "teenagers.toml").write_text(SECOND_CURATION, encoding="utf-8")
    (folder / "scan.md").write_bytes(b"")
    return folder
