"""Fuzzing: what each room promises of any bytes, asked under atheris and, over the kept corpus, by pytest."""
