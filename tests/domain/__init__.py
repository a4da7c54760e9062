"""Tests of the domain: pure values and pure decisions."""
