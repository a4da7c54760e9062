"""Tests of delivery, against a Slack that breaks and against one that judges."""
