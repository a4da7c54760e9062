"""What people read, as literals; and every limit of Slack's, over every view."""
