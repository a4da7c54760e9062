// Tells the server what the person did, and shows what the server could not do.

export const me = document.body.dataset.me;
export const place = document.body.dataset.place;

let timer = 0;

/** Show a sentence for a few seconds, read aloud at once. */
export function toast(sentence) {
  const box = document.getElementById("toast");
  box.textContent = sentence;
  clearTimeout(timer);
  timer = setTimeout(() => { box.textContent = ""; }, 7000);
}

async function asked(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    return { trouble: "Harbour does not answer. Is it still running?" };
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const detail = typeof body.detail === "string" ? body.detail : `That did not work (${answer.status}).`;
  return { trouble: detail };
}

function posted(body) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Do something as the person whose page this is; the answer holds `trouble` when it failed. */
export function act(what, body = {}) {
  return asked(`/page/as/${encodeURIComponent(me)}/${what}`, posted(body));
}

/** Do something that is nobody's in particular. */
export function tell(what, body = {}) {
  return asked(`/page/${what}`, posted(body));
}

/** Give a file to the workspace; the answer describes it. */
export function upload(file) {
  const headers = { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(file.name) };
  return asked(`/page/as/${encodeURIComponent(me)}/files`, { method: "POST", headers, body: file });
}

/** Markup that the server wrote, as nodes. */
export function nodes(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}
