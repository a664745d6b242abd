"""`python -m fbss_analysis` is the command `fbss`."""

from fbss_analysis.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
