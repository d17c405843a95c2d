"""Computers with Excel, for every test here."""

from computers import codepage, mac, run_by, windows

__all__ = ["codepage", "mac", "run_by", "windows"]
