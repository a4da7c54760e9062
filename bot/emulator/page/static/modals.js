// Modals: the stack on the screen follows the server's; forms are sent, errors stand at their fields.

import { act, nodes } from "./act.js";
import { answers, remember } from "./values.js";

const holder = document.getElementById("modals");

function open(dialog) {
  dialog.showModal();
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".blocks :is(input, select, textarea, button, a)");
  (first ?? dialog.querySelector("footer button:last-of-type"))?.focus();
}

/** Show the stack as the server has it; a view that is there already keeps what was typed and where one was. */
export function stack(html) {
  const wanted = [...nodes(html).querySelectorAll("dialog")];
  const ids = new Set(wanted.map((each) => each.dataset.view));
  for (const dialog of [...holder.querySelectorAll("dialog")].reverse()) {
    if (ids.has(dialog.dataset.view)) continue;
    dialog.close();
    dialog.remove();
  }
  for (const next of wanted) {
    const there = holder.querySelector(`dialog[data-view="${CSS.escape(next.dataset.view)}"]`);
    if (!there) {
      holder.append(next);
      open(next);
    } else if (there.dataset.hash !== next.dataset.hash) {
      const again = remember(there);
      there.dataset.hash = next.dataset.hash;
      there.replaceChildren(...next.childNodes);
      again(there);
    }
  }
}

function clear(root) {
  for (const each of root.querySelectorAll(".field-error")) each.hidden = true;
  for (const each of root.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
}

/** Show what the form or Slack says: sentences at their fields, trouble at the top. */
export function showProblems(dialog, came) {
  const trouble = dialog.querySelector(".trouble");
  trouble.textContent = came.trouble ?? "";
  trouble.hidden = !came.trouble;
  clear(dialog);
  let first = null;
  for (const [block, sentence] of Object.entries(came.errors ?? {})) {
    const input = dialog.querySelector(`[data-input="${CSS.escape(block)}"]`);
    if (!input) continue;
    const error = input.querySelector(".field-error");
    error.textContent = sentence;
    error.hidden = false;
    const field = input.querySelector("fieldset") ?? input.querySelector("[data-action]");
    field.setAttribute("aria-invalid", "true");
    first ??= input.querySelector("input, select, textarea");
  }
  first?.focus();
}

async function submit(form) {
  const dialog = form.closest("dialog");
  const button = form.querySelector("[type=submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const came = await act("submit", { view_id: form.dataset.view, answers: answers(form) });
  button.removeAttribute("aria-busy");
  if (dialog.isConnected) showProblems(dialog, came);
}

async function close(dialog, everything) {
  const came = await act("close", { view_id: dialog.dataset.view, everything });
  if (came.trouble && dialog.isConnected) showProblems(dialog, came);
}

/** Open what the first view brought, and listen. */
export function listen() {
  for (const dialog of holder.querySelectorAll("dialog")) open(dialog);
  holder.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
  holder.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (button) close(button.closest("dialog"), button.dataset.close === "everything");
  });
  // Escape closes all of them, as the cross does; the server says so, and then they go.
  holder.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog")) return;
    event.preventDefault();
    close(event.target, true);
  }, true);
  holder.addEventListener("input", (event) => {
    const input = event.target.closest("[data-input]");
    if (input) clear(input);
  });
}
