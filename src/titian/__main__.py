"""`python -m titian <command>`: what ./titian runs once its libraries are there."""

import sys

from titian.config.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
