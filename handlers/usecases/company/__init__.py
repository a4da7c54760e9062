"""Teams and people as they are known now, who is away, and whom or what a question means."""
