"""Objectives, key results and their cycles: listed, written, carried over, scored, summed up."""
