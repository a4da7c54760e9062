"""stub to be written: the local Slack in a browser, with its templates, its script and its styles."""
