"""One module per Slack event: the Home tab opens, somebody mentions or writes to the bot, a person changes.

May import use cases, views, notices and `slack`; never another listener package.
"""
