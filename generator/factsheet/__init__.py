"""Factsheet: source documents in, a searchable site of actors, quotes and dates out."""

__version__ = "0.1.0"
