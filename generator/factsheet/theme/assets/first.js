// Runs before the page is drawn.

// What Material's bundle expects to find: its scope, and small helpers over the browser's storage.
var __md_scope = new URL(document.currentScript.dataset.base, location);
var __md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
var __md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(scope.pathname + "." + key));
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // A reader who allows no storage goes without it.
  }
};

// The keys that open the search, and what is typed after them, are kept until site.js has loaded and takes them.
var factsheetKeys = {
  text: null,
  opens: (event) =>
    (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) ||
    (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey),
  note: (event) => {
    const keys = factsheetKeys;
    if (keys.text === null ? keys.opens(event) : event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys.text = keys.text === null ? "" : keys.text + event.key;
    } else if (keys.text !== null && event.key === "Backspace") {
      keys.text = keys.text.slice(0, -1);
    } else if (event.key === "Escape") {
      keys.text = null;
    }
  },
};
addEventListener("keydown", factsheetKeys.note);

// Opened from a disk, a page gets no module from its browser, and so neither search nor Explore; it says why.
if (location.protocol === "file:") {
  const why =
    "This page was opened from a disk, where browsers let neither search nor Explore run. They need a web server, even on this computer: run “factsheet serve” in the project, or “python -m http.server” in the folder of the site. All pages can be read without.";
  const tell = (dialog) => {
    dialog.querySelector("[role=status]").textContent = why;
    dialog.querySelector("input").disabled = true;
    if (!dialog.open) dialog.showModal();
  };
  removeEventListener("keydown", factsheetKeys.note);
  addEventListener("DOMContentLoaded", () => {
    const dialog = document.querySelector(".fs-search");
    addEventListener("keydown", (event) => factsheetKeys.opens(event) && tell(dialog));
    addEventListener("click", ({ target }) => {
      if (target.closest("[data-fs-search]")) tell(dialog);
      else if (target.closest("[data-fs-close]")) dialog.close();
    });
    document.getElementById("explore")?.before(Object.assign(document.createElement("p"), { textContent: why }));
  });
}
