"""`python -m suasion` is the command `suasion`."""

from suasion.cli import main

if __name__ == "__main__":
    main()
