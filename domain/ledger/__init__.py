"""What the calendar made due (`occurrences`) and what is sent because of it (`deliveries`), each with a key of its own.

May import `values` and `calendar`. A key names the period or the episode, so what runs twice happens once.
"""
