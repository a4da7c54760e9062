"""The whole of it: real processes, real databases, a local Slack."""
