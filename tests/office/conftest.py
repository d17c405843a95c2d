"""Computers with Excel, for every test here."""

from computers import built, codepage, mac, run_by, windows

__all__ = ["built", "codepage", "mac", "run_by", "windows"]
