"""What MkDocs does for the theme: after each build it makes the index of the search."""

from factsheet.hooks import on_config, on_post_build, on_startup

__all__ = ["on_config", "on_post_build", "on_startup"]
