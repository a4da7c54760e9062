"""KPI and OKR together: a key result from an alert, the way back to the dashboard, guardrails, digests."""
