"""One module per group of buttons: in prompts, alerts, digests, answers and on the Home tab.

May import use cases, views, notices and `slack`; never another listener package.
"""
