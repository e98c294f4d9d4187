"""`python -m quiz` is the same as `trigpoint`."""

from quiz.cli.main import main

if __name__ == "__main__":
    main()
