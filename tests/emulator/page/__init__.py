"""Tests of the page that the local Slack shows in a browser, without a browser."""
