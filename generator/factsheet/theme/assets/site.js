// The search's dialog, over Pagefind's index of the site; and small things that Material leaves to the mouse.

import { element, number } from "./elements.js";

const PAGE = 10; // results shown at once
const VALUES = 8; // values of a filter shown at once
const OPTIONS = { excerptLength: 32, ranking: { metaWeights: { title: 5, label: 0.5 } } };
const REST = 120; // milliseconds without a key before a search begins
const GROUPS = { collection: "Collection", type: "Kind of page", speaker: "Speaker", source: "Source", year: "Year", form: "Form of speech", status: "Review" };

const dialog = document.querySelector(".fs-search");
const part = (name) => dialog.querySelector(name);
const [input, status, filters, groups, list, more] =
  ["#fs-query", ".fs-search__status", ".fs-search__filters", ".fs-search__groups", ".fs-search__results", ".fs-search__more"].map(part);

const chosen = new Map(Object.keys(GROUPS).map((name) => [name, new Set()]));
const opened = new Set(); // filters all of whose values are shown
let index; // a promise of Pagefind
let sites = []; // that are searched, this one first, where it is not alone
let alone = false; // whether this site is searched by itself, since the others cannot be
let found = [];
let latest = 0; // the number of the newest search; older answers are dropped
let timer;

// Pagefind writes an excerpt as HTML in which nothing but its own marks is a tag; we set it as text and elements.
function excerpt(html) {
  const text = (words) => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return html.split(/<mark>|<\/mark>/).map((words, place) => (place % 2 ? element("mark", {}, text(words)) : text(words)));
}

// ---------------------------------------------------------------- asking

const load = () =>
  (index ??= import(new URL("../pagefind/pagefind.js", import.meta.url)).then(async (pagefind) => {
    await pagefind.destroy(); // what an earlier try has left
    await begin(pagefind);
    await pagefind.filters(); // a search counts the values of those filters only that have been loaded
    return pagefind;
  }));

async function begin(pagefind) {
  let missing = pagefind.others ?? []; // nothing in an index that Pagefind alone has made
  if (missing.length && !alone) ({ sites, missing } = await (await import("./joint.js")).startJointly(pagefind, OPTIONS));
  else {
    sites = [];
    await pagefind.options(OPTIONS);
    await pagefind.init();
  }
  dialog.querySelector(".fs-search__missing")?.remove();
  if (missing.length) status.after(element("p", { class: "fs-search__missing" }, `Not searched: ${missing.join(", ")}`));
}

// What is ticked, as Pagefind takes it: any of a filter's values, all of the filters. One filter may be left out.
function selection(without) {
  const named = [...chosen].filter(([name, values]) => values.size && name !== without);
  return Object.fromEntries(named.map(([name, values]) => [name, { any: [...values] }]));
}

// How many results each value would bring: of a filter with ticks, how many if its own ticks were not there.
async function countValues(pagefind, words, answer) {
  const counts = { ...answer.filters };
  for (const [name, values] of chosen) {
    if (values.size) counts[name] = (await pagefind.search(words, { filters: selection(name) })).filters[name];
  }
  return counts;
}

async function ask() {
  const mine = ++latest;
  const words = input.value.trim() || null;
  const ticked = Object.keys(selection()).length > 0;
  try {
    const pagefind = await load();
    if (!words && !ticked) {
      const counts = await pagefind.filters();
      if (mine === latest) show([], counts, "Type a word, a name or a date, or choose below.");
      return;
    }
    const answer = await pagefind.search(words, { filters: selection() });
    const counts = await countValues(pagefind, words, answer);
    if (mine !== latest) return;
    const what = words ? ` for “${words}”` : "";
    await show(answer.results, counts, answer.results.length ? number(answer.results.length, "result") + what : `Nothing found${what}.`);
  } catch (error) {
    index = undefined; // the next try may find it
    if (mine !== latest) return;
    if (sites.length) {
      alone = true;
      chosen.get("collection").clear();
      return ask();
    }
    console.warn(error);
    show([], {}, "Search is not available: this copy of the site has no index. “factsheet build” makes one, and a web server must serve it.");
  }
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, REST);
}

// ---------------------------------------------------------------- showing

async function show(results, counts, sentence) {
  const mine = latest;
  const first = await Promise.all(results.slice(0, PAGE).map((result) => result.data()));
  if (mine !== latest) return;
  found = results;
  list.replaceChildren(...first.sort((a, b) => isNamed(b) - isNamed(a)).map(item));
  showFilters(counts);
  status.textContent = sentence;
  more.hidden = found.length <= PAGE;
  part(".fs-search__body").scrollTop = 0;
}

async function showMore() {
  const [mine, from] = [latest, list.children.length];
  const next = await Promise.all(found.slice(from, from + PAGE).map((result) => result.data()));
  if (mine !== latest) return;
  list.append(...next.map(item));
  more.hidden = found.length <= list.children.length;
  list.children[from]?.querySelector("a").focus();
}

// Whoever types a whole title looks for that page, whatever else its words stand in.
const isNamed = (data) => data.meta.title?.toLowerCase() === input.value.trim().toLowerCase();

// The name of another site that a page is of. One may lie below another.
function whose(address) {
  const [site] = sites.filter(({ base }) => address.startsWith(base)).sort((a, b) => b.base.length - a.base.length);
  return site === sites[0] ? undefined : site?.name;
}

function item(data) {
  const facts = [whose(data.url), ...["type", "form", "year", "status"].map((name) => data.filters[name]?.[0])].filter(Boolean);
  return element("li", {},
    element("a", { href: data.url }, data.meta.label || data.meta.title || data.url),
    element("p", { class: "fs-search__facts" }, facts.join(" · ")),
    element("p", { class: "fs-search__excerpt" }, ...excerpt(data.excerpt)));
}

function showFilters(counts) {
  const focused = document.activeElement?.dataset?.value;
  filters.hidden = Object.keys(counts).length === 0;
  groups.replaceChildren(...Object.keys(GROUPS).map((name) => group(name, counts[name] ?? {})).filter(Boolean));
  const ticks = [...chosen.values()].reduce((sum, values) => sum + values.size, 0);
  filters.querySelector("summary").textContent = ticks ? `Narrow down (${ticks})` : "Narrow down";
  if (focused) [...groups.querySelectorAll("[data-value]")].find((one) => one.dataset.value === focused)?.focus();
}

function group(name, counts) {
  const ticked = chosen.get(name);
  const order = name === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0]);
  const values = Object.entries(counts).filter(([value, count]) => count || ticked.has(value)).sort(order);
  if (!values.length) return undefined;
  const shown = opened.has(name) ? values : values.filter(([value], place) => place < VALUES || ticked.has(value));
  const rest = values.length - shown.length;
  return element("fieldset", {},
    element("legend", {}, GROUPS[name]),
    ...shown.map(([value, count]) => tick(name, value, count)),
    rest > 0 ? element("button", { type: "button", "data-all": name, "data-value": `all ${name}` }, `${rest.toLocaleString("en-GB")} more`) : undefined);
}

function tick(name, value, count) {
  const box = element("input", { type: "checkbox", "data-filter": name, "data-of": value, "data-value": `${name} ${value}` });
  box.checked = chosen.get(name).has(value);
  return element("label", {}, box, element("span", {}, value), element("span", { class: "fs-search__count" }, String(count)));
}

// ---------------------------------------------------------------- opening and closing

function open(words) {
  if (!dialog.open) dialog.showModal();
  if (words !== undefined) input.value = words;
  input.focus();
  input.setSelectionRange(words ? words.length : 0, input.value.length);
  ask();
}

// With the arrow keys from the words down the results and back; Enter in the words opens the first result.
function step(event) {
  const links = [...list.querySelectorAll("a")];
  const place = links.indexOf(document.activeElement);
  if (document.activeElement !== input && place < 0) return;
  if (event.key === "ArrowDown") (links[place + 1] ?? links[place])?.focus();
  else if (event.key === "ArrowUp") (place > 0 ? links[place - 1] : input).focus();
  else return;
  event.preventDefault();
}

dialog.addEventListener("keydown", step);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-fs-close]")) dialog.close();
  else if (event.target.dataset.all) {
    opened.add(event.target.dataset.all);
    ask();
  } else if (event.target.closest(".fs-search__results a")) dialog.close();
});
dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(timer);
  await ask();
  list.querySelector("a")?.click();
});
input.addEventListener("input", askSoon);
more.addEventListener("click", showMore);
groups.addEventListener("change", ({ target }) => {
  const values = chosen.get(target.dataset.filter);
  if (target.checked) values.add(target.dataset.of);
  else values.delete(target.dataset.of);
  ask();
});

addEventListener("click", ({ target }) => target.closest?.("[data-fs-search]") && open());
addEventListener("keydown", (event) => {
  if (dialog.open || !factsheetKeys.opens(event)) return;
  event.preventDefault();
  open();
});

removeEventListener("keydown", factsheetKeys.note);
filters.open = matchMedia("(min-width: 45em)").matches;
const asked = new URLSearchParams(location.search).get("q");
if (factsheetKeys.text !== null) open(factsheetKeys.text);
else if (asked !== null) open(asked);

// Material's button for the menu is a label, which the keyboard passes over.
const menu = document.querySelector('label.md-header__button[for="__drawer"]');
if (menu) {
  menu.tabIndex = 0;
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-label", "Menu");
}
