"""The local Slack, with the official SDK as its client."""
