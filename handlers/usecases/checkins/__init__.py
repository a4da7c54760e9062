"""Asking owners and recording what they say: prompts, the pages of the form, values that a linked KPI brings."""
