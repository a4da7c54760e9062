"""Mutation testing: plants small changes in the code, one at a time, and asks whether a test notices.

`python -m tests.mutation --sample 600 --seed 1 domain bot/delivery` (or `make mutants`) makes the mutants with mutmut,
draws a seeded sample of them, runs for each the tests that know its function, and writes the score and the survivors.
It works on a copy of the tracked files in `build/mutation`, never on the checkout.

`EQUIVALENT.md` lists the mutants that are the same program, each with the reason; they don't count.
"""
