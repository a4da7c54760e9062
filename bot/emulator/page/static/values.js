// What inputs hold: read to be sent, kept while the server shows another version of the same form.

const CONTROL = "[data-action][data-kind]";
const NO_VALUE = new Set(["button", "overflow", "icon_button", "feedback_buttons"]);

/** The element that stands for an input, a menu or a list to tick, from anything within it. */
export function control(element) {
  return element.closest(CONTROL);
}

function all(root) {
  return [...root.querySelectorAll(CONTROL)].filter((each) => !NO_VALUE.has(each.dataset.kind));
}

function ticked(root) {
  return [...root.querySelectorAll("input:checked")].map((each) => each.value);
}

/** What a control holds, as the server takes it. */
export function read(root) {
  const kind = root.dataset.kind;
  if (kind === "file_input") return [...root.querySelectorAll("li")].map((each) => JSON.parse(each.dataset.file));
  if (kind.includes("external_select")) {
    const values = [...root.querySelectorAll(".chosen li")].map((each) => each.dataset.value);
    return kind.startsWith("multi_") ? values : values[0] ?? null;
  }
  if (kind === "radio_buttons") return ticked(root)[0] ?? null;
  if (root.classList.contains("ticks")) return ticked(root);
  return root.value === "" ? null : root.value;
}

function write(root, value) {
  const boxes = root.querySelectorAll("input[type=checkbox], input[type=radio]");
  if (boxes.length) {
    const chosen = new Set([value ?? []].flat());
    for (const box of boxes) box.checked = chosen.has(box.value);
  } else if ("value" in root) {
    root.value = value ?? "";
  }
}

/** Everything that a form holds: block, action, answer. */
export function answers(root) {
  const held = {};
  for (const each of all(root)) (held[each.dataset.block] ??= {})[each.dataset.action] = read(each);
  return held;
}

function key(root) {
  return JSON.stringify([root.dataset.block, root.dataset.action, root.dataset.kind]);
}

/** Note that a person has changed a control: from then on it is theirs. */
export function touched(root) {
  root.dataset.touched = "yes";
}

/** Remember what people entered beneath `root` and where they are; the function puts it into the new version. */
export function remember(root) {
  const kept = new Map();
  const lists = new Map();
  for (const each of all(root)) {
    if (!each.dataset.touched) continue;
    const list = each.querySelector(":scope > ul");
    if (list) lists.set(key(each), [...list.children]);
    else kept.set(key(each), read(each));
  }
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const at = active && control(active) ? key(control(active)) : null;
  const box = active?.type === "checkbox" || active?.type === "radio" ? active.value : null;
  const range = active && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  const within = root.querySelector(".blocks")?.scrollTop ?? 0;
  return (changed) => {
    for (const each of changed.querySelectorAll(CONTROL)) {
      if (kept.has(key(each))) write(each, kept.get(key(each)));
      if (lists.has(key(each))) each.querySelector(":scope > ul").replaceChildren(...lists.get(key(each)));
      if (kept.has(key(each)) || lists.has(key(each))) touched(each);
      if (at === key(each)) focusAgain(each, box, range);
    }
    const blocks = changed.querySelector(".blocks");
    if (blocks) blocks.scrollTop = within;
  };
}

function focusAgain(root, box, range) {
  const boxes = [...root.querySelectorAll("input")];
  const target = box === null ? root.querySelector("input") ?? root : boxes.find((each) => each.value === box) ?? boxes[0];
  target?.focus({ preventScroll: true });
  if (range && target?.setSelectionRange && target.type !== "email" && target.type !== "number") target.setSelectionRange(...range);
}
