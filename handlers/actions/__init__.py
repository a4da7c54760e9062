"""One module per group of buttons: in prompts, alerts, digests, answers and on the Home tab.

May import use cases, views, `outgoing` and the payload readers; never another listener package.
"""
