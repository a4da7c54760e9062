"""What answers to people and to the calendar, tested on the real domain and real storage."""
