"""`python -m factsheet`, the same as the command `factsheet`."""

from factsheet.cli import main

if __name__ == "__main__":
    main(prog_name="factsheet")
