// What a page does beyond being read: a line can be copied, a paragraph linked to, a picture walked by the
// arrow keys, and the page of all quotes filtered.
// Everything on a page can be read, selected and followed without this.

import { element } from "./elements.js";
import { moveByArrows } from "./pictures.js";

const COPIED = "Copied";
const SHOWN_FOR = 2000; // milliseconds for which a button says that it has copied

function copyButton(label, text) {
  const button = element("button", { type: "button", className: "fs-copy", textContent: label });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = COPIED;
    } catch {
      button.textContent = "Select the line to copy it";
    }
    setTimeout(() => (button.textContent = label), SHOWN_FOR);
  });
  return button;
}

function permalink() {
  const canonical = document.querySelector("link[rel=canonical]");
  return canonical ? canonical.href : location.href.split("#")[0];
}

for (const line of document.querySelectorAll(".md-typeset .cite")) {
  const words = line.textContent.trim();
  const buttons = [copyButton("Copy citation", () => `${words} ${permalink()}`), copyButton("Copy link", permalink)];
  line.after(element("p", { className: "fs-copies", "aria-live": "polite" }, ...buttons));
}

// The number of a paragraph becomes the link by which the paragraph can be sent to others.
for (const passage of document.querySelectorAll(".md-typeset .passage[id]")) {
  const number = passage.id.slice(1);
  passage.prepend(element("a", { className: "fs-number", href: `#${passage.id}`, "aria-label": `Paragraph ${number}`, "data-number": number }));
}

for (const picture of document.querySelectorAll(".fs-picture")) {
  moveByArrows(picture);
}

const explore = document.getElementById("explore");
if (explore) {
  import("./explore.js").then((module) => module.start(explore));
}
