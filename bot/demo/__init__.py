"""`demo`: Tiller at work, in one process, with nothing set up (SPEC 12).

A local Slack, a sample company and the bot, connected over Socket Mode as anywhere else; one database in a folder that
is removed at the end. Time starts on a Monday one second before the weekly digests.

    company     who works there, what they measure and want, as the five files of SPEC 11; `series` their numbers
    checkins    what was said of the key results before that Monday
    stage       the local Slack, the database and the bot, connected
    past        lets all of this have happened before anybody looks
    clock       the clock of everything: told to move, it walks from one due thing to the next
    worker      the bot's own thread: rings, delivers, walks
    screen      prints what happens, as wide as a phone
    opening     the first minutes: digests, an alert, a check-in
    hints       how to go on from there
    play        the whole of it; `run` greets, and ends it

The seed decides every number, so two demos say the same.
"""
