"""`make bench`: what things cost, each as a ratio to the least that could do the same, measured in one run.

Machines differ and are noisy, so no number here is a promise and no test asserts one. Each row measures ours and
something bare right after each other, by turns, in one process on one machine, and gives the medians and how many
times it measured; the ratio is what to compare between two versions of Tiller.

    measuring   a row, and how two things are measured by turns
    size        how much: the real run, and `--quick`, which only sees that everything still runs
    company     companies of any size in a store, and one as CSV files
    bare        the other side: plain SQL, an empty bolt app, a plain loop
    live        a Tiller and an empty bolt app, each connected to a local Slack of its own
    answers     `/okr` and a check-in, from a person's click to the acknowledgement
    digest      building and rendering a large digest
    judging     KPIs judged: the pure functions, then through the calendar and the store
    calendar    a tick with nothing due, and one delivery from its claim to its end
    process     cold start and resident memory of `run`
    weeks       a simulated week
    table       what is printed
"""
