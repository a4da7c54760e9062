"""One module per form: parse what was typed, call the use case, render what comes next.

May import use cases, views, notices and `slack`; never another listener package.
"""
