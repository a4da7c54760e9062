"""One module per slash command: read the words, ask a use case, render the answer that only the asker sees.

May import use cases, views, notices and `slack`; never another listener package.
"""
