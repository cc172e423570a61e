"""Lets `python -m debiet.cli` do what `debiet` does, for the processes that we start ourselves."""

from debiet.cli import main

main()
