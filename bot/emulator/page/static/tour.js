// The strip of a guided tour: its buttons make a step happen on the server, which then says where to look.

import { tell, toast } from "./act.js";

async function go(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const came = await tell("tour", { way: button.dataset.tour });
  button.removeAttribute("aria-busy");
  if (came.trouble) toast(came.trouble);
  else if (came.go && came.go !== location.pathname) {
    sessionStorage.setItem("tour", button.dataset.tour);
    location.href = came.go;
  }
}

/** Listen to the strip's buttons; the strip itself is a part of the page that the server keeps up to date. */
export function listen() {
  const pressed = sessionStorage.getItem("tour");
  sessionStorage.removeItem("tour");
  // Whoever goes on with the keyboard goes on from where they were; a form that is open comes first.
  if (pressed && !document.querySelector("dialog[open]")) document.querySelector(`#tour [data-tour="${pressed}"]`)?.focus();
  document.getElementById("tour").addEventListener("click", (event) => {
    const button = event.target.closest("[data-tour]");
    if (button) go(button);
  });
}
