// A picture is one stop of the Tab key, within which the arrow keys lead from mark to mark in the order in which the
// marks are read out; Enter follows one, as any link. Without this, each mark is a stop of its own.

const BY = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const HINT = " The arrow keys lead from mark to mark.";

// Where a key leads: to another mark, or no farther than the first and the last.
const next = (place, key, count) => Math.min(Math.max(place + BY[key], 0), count - 1);

export function moveByArrows(picture) {
  const marks = [...picture.querySelectorAll("a")];
  if (marks.length < 2) return;
  const stopAt = (mark) => marks.forEach((one) => one.setAttribute("tabindex", one === mark ? 0 : -1));
  stopAt(marks[0]);
  const around = picture.parentElement; // in Chromium, an SVG element that listens for the focus becomes a stop itself
  around.addEventListener("focusin", ({ target }) => {
    if (!marks.includes(target)) return;
    stopAt(target);
    around.dataset.mark = (target.querySelector("title") ?? target).textContent; // shown beside the picture
  });
  around.addEventListener("keydown", (event) => {
    const place = marks.indexOf(document.activeElement);
    if (place < 0 || !(event.key in BY) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    marks[next(place, event.key, marks.length)].focus();
  });
  picture.classList.add("fs-by-arrows");
  picture.querySelector("desc")?.append(HINT);
}
