"""`python -m bot …`: what an operator types (RULES 12).

`main` puts the commands together and says errors as sentences, `screen` is how they print; each other module is a
command or a few that belong together: `run`, `tick`, `importing`, `exporting`, `database` (`migrate`), `doctor`, and
`local` (`simulate`, `emulator`, `demo`). Commands import what they run only when they run: `--help` and a missing
setting answer at once.

Exit codes: 0 done, 1 refused (the sentence says why), 2 wrong usage or settings, 3 a defect that ended `run`,
or an import that left bad rows out.
"""
