"""The process: composed, run, and asked from outside."""
