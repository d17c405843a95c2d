"""Cells that make room, and whatever refers to them."""
