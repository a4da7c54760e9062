"""Tests, a folder per room; `people` and `databases` are what they share."""
