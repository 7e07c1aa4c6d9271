"""MkDocs' command line with our build: python -m factsheet.building build|serve [MkDocs' options]."""

from __future__ import annotations

from mkdocs.commands import build as mkdocs_build

from factsheet.building import Builder


def main() -> None:
    """Put our build in the place of MkDocs' own, and run its command line."""
    mkdocs_build.build = Builder()
    from mkdocs.__main__ import cli  # after that, for its commands take the build as they find it

    cli(prog_name="mkdocs")


if __name__ == "__main__":
    main()
