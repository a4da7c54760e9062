"""A local Slack on the wire."""
