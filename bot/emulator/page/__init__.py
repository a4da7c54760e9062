"""The local Slack in a browser, under a name of its own: Harbour. The emulator serves it at its own address.

One sees the workspace as one of its people: channels, the DM with the app, the app's Home, threads, modals. One acts as
them through the same code as the `Actor` and the control API (`people/`), so triggers, validation and errors are the
same. For a bot's author it is a debugger too: what was refused or not acknowledged stands in a red strip.

- *Addresses.* `/as/PERSON/PLACE/THREAD` is all there is to know, so links and the back button work; `/` leads to
  somebody. What the page's script asks for is beneath `/page/`. `/journal` tells what went wrong.
- *First view.* `application` takes the request, `opening` makes the page: `session` is what one person sees, `rows` a
  message as it stands in a list, `fields` what a block's inputs hold, `view` the parts of the page.
- *Changes.* `feed` sends them as server-sent events, each a piece of markup that the server has written. A page is a
  `Viewer` that remembers what is shown; only differences are sent, and everything once more after a lost connection.
- *Acts.* `acts` takes what people do, `bodies` says its shapes, `answers` enters what forms hold.
- *Markup.* HTML is written in `templates/` and, for text with marks, in `mrkdwn_html` and `markdown` alone. Jinja
  escapes all that is put in. `templates/blocks.html` draws every block for messages, modals and Home alike,
  `templates/elements.html` every input; `charts` says where lines and bars go, `emoji` and `pictures` are tables.
- *Script and style.* `static/` holds plain modules and style sheets, each for one purpose, served as they are. The
  script makes no markup of text that people wrote. Nothing is loaded from another host; the headers forbid it.
- *Safety.* The server listens on loopback, and `guard` refuses what a browser sends for another site or under another
  name; it stands before everything that the emulator answers.
- *The clock.* `clock` moves the emulator's own. What the app plans next is not known here: whoever starts the
  emulator passes `LocalSlack(planned=…)`, which says it in words.

- *The tour.* `tour` leads through steps that whoever starts the emulator passes to `LocalSlack.guide`.

The script shows no more than the server told it; what people typed but did not send is kept in the page alone.
"""
