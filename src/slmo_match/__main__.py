"""``python -m slmo_match``: the same as the command ``slmo-match``."""

from slmo_match.cli import main

if __name__ == "__main__":
    main()
