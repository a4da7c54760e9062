"""Tests of the buttons."""
