"""Training: how the rankers in `language/data/` come from annotated news; no part of the installed package."""
