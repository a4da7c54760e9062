"""Tests of the local Slack's page in a real browser; they are skipped where there is none."""
