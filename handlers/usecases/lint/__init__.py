"""The coach asked: what it reads, what it reports, what was dismissed."""
