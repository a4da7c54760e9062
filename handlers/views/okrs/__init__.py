"""Objectives and key results as people read them: lists, cards, sums, forms, scores, summaries."""
