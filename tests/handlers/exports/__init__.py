"""Tests of what leaves Tiller as files."""
