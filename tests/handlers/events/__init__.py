"""Tests of what Slack tells by itself."""
