// The composer: messages, commands, shortcuts, and what it suggests for `/`, `@` and `#`.

import { act, me, place, toast } from "./act.js";
import { toEnd } from "./lists.js";

const known = JSON.parse(document.body.dataset.known);
const MOST = 8;

function fitting(names, typed) {
  const wanted = typed.toLowerCase();
  return names.filter((name) => name.toLowerCase().split(" ").some((word) => word.startsWith(wanted)) || name.toLowerCase().startsWith(wanted)).slice(0, MOST);
}

/** What could be meant by the text before the caret: [{name, about, text | shortcut}]. */
function suggested(text, inThread) {
  if (/^\/\S*$/.test(text) && !inThread) {
    const commands = known.commands.filter((each) => each.name.startsWith(text));
    const shortcuts = known.shortcuts.filter((each) => each.name.toLowerCase().includes(text.slice(1).toLowerCase()));
    return [
      ...commands.map((each) => ({ name: `${each.name} ${each.hint}`, about: each.about, text: `${each.name} ` })),
      ...shortcuts.map((each) => ({ name: `⚡ ${each.name}`, about: each.about, shortcut: each.id })),
    ];
  }
  const mention = /(^|\s)([@#])(\S*)$/.exec(text);
  if (!mention) return [];
  const start = text.slice(0, text.length - mention[3].length);
  const names = mention[2] === "@" ? known.people : known.channels;
  return fitting(names, mention[3]).map((name) => ({ name: mention[2] + name, about: "", text: `${start}${name} ` }));
}

class Composer {
  constructor(form) {
    this.form = form;
    this.text = form.querySelector("textarea");
    this.list = form.querySelector(".found");
    this.draft = `draft ${me} ${form.dataset.channel} ${form.dataset.thread ?? ""}`;
    this.options = [];
    this.at = -1;
    this.text.value = sessionStorage.getItem(this.draft) ?? "";
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.offer([]), 150));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
  }

  typed() {
    sessionStorage.setItem(this.draft, this.text.value);
    this.offer(suggested(this.text.value.slice(0, this.text.selectionStart), Boolean(this.form.dataset.thread)));
  }

  offer(options) {
    this.options = options;
    this.list.replaceChildren(...options.map((each, index) => this.option(each, index)));
    this.list.hidden = options.length === 0;
    this.mark(options.length ? 0 : -1);
  }

  option(each, index) {
    const item = document.createElement("div");
    item.className = "item";
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = each.name;
    const about = document.createElement("span");
    about.className = "muted";
    about.textContent = each.about;
    item.append(name, about);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(index); });
    return item;
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    const item = this.list.children[index];
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.text.setAttribute("aria-activedescendant", item.id);
    else this.text.removeAttribute("aria-activedescendant");
  }

  take(index) {
    const taken = this.options[index];
    const rest = this.text.value.slice(this.text.selectionStart);
    this.text.value = taken.shortcut ? "" : taken.text + rest;
    const caret = taken.shortcut ? 0 : taken.text.length;
    this.text.setSelectionRange(caret, caret);
    sessionStorage.setItem(this.draft, this.text.value);
    this.offer([]);
    if (taken.shortcut) useShortcut(taken.shortcut);
  }

  key(event) {
    if (event.isComposing) return;
    const open = this.options.length > 0;
    const complete = open && this.options[this.at].text === `${this.text.value.trim()} `;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.mark((this.at + (event.key === "ArrowDown" ? 1 : this.options.length - 1)) % this.options.length);
    } else if (open && event.key === "Escape") {
      this.offer([]);
    } else if (open && !complete && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.take(this.at);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.text.value;
    if (!text.trim()) return;
    this.text.value = "";
    this.offer([]);
    const list = this.form.parentElement.querySelector(".messages");
    if (list) toEnd(list);
    const came = await act("say", { text, channel: this.form.dataset.channel, thread_ts: this.form.dataset.thread ?? null });
    if (came.trouble) {
      toast(came.trouble);
      this.text.value ||= text;
    }
    sessionStorage.setItem(this.draft, this.text.value);
  }
}

/** Use a shortcut; on a message when its `ts` is given. */
async function useShortcut(id, ts = null) {
  const came = await act("shortcut", ts ? { callback_id: id, channel: place, ts } : { callback_id: id });
  if (came.trouble) toast(came.trouble);
}

/** Bring every composer to life, and the shortcuts. */
export function listen() {
  for (const form of document.querySelectorAll("form.composer")) new Composer(form);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shortcut]");
    if (!button) return;
    button.closest("[popover]")?.hidePopover();
    useShortcut(button.dataset.shortcut, button.dataset.ts);
  });
}
