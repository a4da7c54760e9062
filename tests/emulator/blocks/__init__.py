"""Block Kit as the local Slack judges, keeps, fills and reads it."""
