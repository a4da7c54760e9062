"""`demo`: Tiller at work on a sample company, in one process and with nothing to install (SPEC 12).

    company   the sample company: who, which numbers, with which story
    history   puts it into a database as if Tiller had run there since October
    clock     the bot's clock, which follows the local Slack's
    show      prints what happens, as a phone would show it
    run       all of it together, until Ctrl-C

The bot is composed and kept alive as in `run`; only Slack is a local one. Whoever moves the clock of that Slack through
its control API makes happen what is due by then.
"""
