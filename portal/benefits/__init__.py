"""Where a job's pay stands against the dated lines of public benefits: plain sums over sourced figures, never advice.

Nobody's benefits are known or guessed here: a person or counselor chooses which lines to look at, and nothing is kept.
"""
