"""`demo`: Tiller at work, in one process, with nothing set up, in the browser and in the terminal (RULES 12).

A local Slack, a sample company and the bot, connected over Socket Mode as anywhere else; one database in a folder that
is removed at the end. Time starts on a Monday one second before the weekly digests.

    script      which company is played, and when one comes to it: the sample, or the five files of one's own
    company     the sample: who works there, what they measure and want, as the five files of RULES 11
    series      its numbers
    checkins    what was said of the key results before that Monday
    setup       the local Slack, the database and the bot, connected
    past        lets all of this have happened before anybody looks
    clock       the clock of everything: told to move, it walks from one due thing to the next
    worker      the bot's own thread: ticks, delivers, walks
    screen      prints what happens, as wide as a phone
    plans       says in words what Tiller will do next, for the clock of the page
    opening     the first minutes: digests, an alert, a check-in
    hints       how to go on from there
    session     who leads: the opening, or the visitor in the browser; a new company when one starts over
    tour        the seven steps of the browser's tour; `narration` what they say, `scripted_people` what others answer
    pictures    pictures of seven moments: `make screenshots`
    play        the whole of it; `run` greets, and ends it

The seed decides every number, so two demos say the same.
"""
