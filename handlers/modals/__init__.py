"""One module per form: parse what was typed, call the use case, render what comes next.

May import use cases, views, `outgoing` and the payload readers; never another listener package.
"""
