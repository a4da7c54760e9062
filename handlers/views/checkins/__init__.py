"""Check-ins as people read them: the prompt, its form, the receipt."""
