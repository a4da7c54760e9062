"""`simulate`: a company's weeks, played in minutes against a local Slack (RULES 12).

Two real processes. The driver (this package but `follow`) holds the emulator, its frozen clock and the scripted
people. The bot runs beside it as its own process, composed as in `run`, over Socket Mode; `follow` gives it a clock
that moves only when the driver says so, one JSON object a line on its standard input.

    company     reads the folder: what the bot is given, what arrives later, and how each key result will end
    setup       fills the database, the workspace and the people; starts the bot
    follower    the driver's end of the bot's process: ask, kill, start again
    desk        moves both clocks, asks the bot, lets people act; starts the bot again after a kill
    play        the loop: the next thing that happens, whoever does it, until the last day
    people      who answers when; `forms` how they fill in what they are asked; `outcomes` what they know
    album       pictures of the key moments, each when it first comes
    mishaps     kills the bot in the middle of its work
    report      what the run showed, and what would have been wrong

The order of events depends on the data and the seed alone, so two runs give the same transcript on any database.
"""
