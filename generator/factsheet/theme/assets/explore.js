// The page of all quotes: a form whose state is the page's address, and the quotes that it leaves.
// Whatever comes from a source is set as text, never as markup.

import { Collection, FACETS, NOBODY, fold } from "./explore-data.js";
import { element, number } from "./elements.js";

const ROOT = new URL("../", import.meta.url);
const STEP = 20; // quotes that are shown at once
const LISTED = 8; // values of a facet that are listed before anybody looks for more
const WORDS = 400; // characters of a quote; its page shows all
const PAUSES = /[\s,;:–—-]+$/; // what does not stand before an ellipsis
const TITLES = { kind: "Kind of speaker", speaker: "Speaker", source: "Source", form: "Form", status: "Review" };
const NAMES = {
  kind: { person: "Person", organization: "Organisation", state: "State", group: "Group", unnamed: "Unnamed source", [NOBODY]: "Not identified" },
  form: { direct: "Direct quotation", mixed: "Quoted in part", indirect: "Reported speech" },
  status: { unreviewed: "Not yet reviewed", verified: "Verified", disputed: "Disputed", unverifiable: "Unverifiable", retracted: "Retracted" },
};
const QUIET = new Set(["unreviewed"]); // states of review that a result does not name

// Where the site is built with a file a page, addresses end in ".html".
function address(path) {
  const bare = /\/explore\.html$/.test(location.pathname);
  return new URL(path.split("/").map(encodeURIComponent).join("/") + (bare ? ".html" : "/"), ROOT).href;
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  const choice = { words: query.get("words") || "", from: query.get("from") || "", to: query.get("to") || "", about: query.get("about") || "" };
  for (const facet of FACETS) choice[facet] = query.getAll(facet);
  return choice;
}

function writeAddress(choice) {
  const query = new URLSearchParams();
  for (const [key, value] of [["words", choice.words.trim()], ["from", choice.from], ["to", choice.to], ["about", choice.about]]) {
    if (value) query.set(key, value);
  }
  for (const facet of FACETS) for (const key of choice[facet]) query.append(facet, key);
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
}

// The values of one facet as checkboxes with counts, those with most quotes first; of a long list, those looked for.
class Facet {
  constructor(name, values, onChange) {
    this.name = name;
    this.values = values.map((value) => ({ ...value, text: value.text ?? NAMES[name][value.key] ?? value.key }));
    this.folded = this.values.map((value) => fold(value.text));
    this.rows = new Map();
    this.list = element("ul");
    this.more = element("p", { className: "fs-more" });
    this.search = element("input", { type: "search", placeholder: "Find", autocomplete: "off" });
    this.search.setAttribute("aria-label", `Find under ${TITLES[name]}`);
    this.search.addEventListener("input", () => this.show(this.counts, this.chosen));
    this.onChange = onChange;
    const long = this.values.length > LISTED;
    this.node = element("fieldset", {}, element("legend", { textContent: TITLES[name] }), ...(long ? [this.search] : []), this.list, this.more);
  }

  show(counts, chosen) {
    this.counts = counts;
    this.chosen = chosen;
    const ranked = this.ranked(new Set(chosen));
    const focused = document.activeElement;
    const nodes = ranked.slice(0, LISTED + chosen.length).map((place) => this.row(place));
    if (nodes.length !== this.list.children.length || nodes.some((node, place) => node !== this.list.children[place])) {
      this.list.replaceChildren(...nodes);
      if (focused && this.list.contains(focused)) focused.focus();
    }
    const hidden = ranked.length - nodes.length;
    this.more.textContent = hidden > 0 ? `and ${hidden.toLocaleString("en-GB")} more` : "";
    this.node.hidden = this.values.length < 2 && !chosen.length;
  }

  ranked(chosen) {
    const wanted = fold(this.search.value.trim());
    const places = [];
    this.values.forEach((value, place) => {
      const shown = this.counts[place] && (!wanted || this.folded[place].includes(wanted));
      if (shown || chosen.has(value.key)) places.push(place);
    });
    const weight = (place) => (chosen.has(this.values[place].key) ? 1 : 0);
    return places.sort((one, other) => weight(other) - weight(one) || this.counts[other] - this.counts[one] || one - other);
  }

  row(place) {
    const value = this.values[place];
    if (!this.rows.has(place)) {
      const box = element("input", { type: "checkbox", value: value.key });
      box.addEventListener("change", () => this.onChange(this.name, value.key, box.checked));
      const count = element("span", { className: "fs-count" });
      const label = element("label", {}, box, element("bdi", { textContent: value.text }), count);
      this.rows.set(place, { node: element("li", {}, label), box, count });
    }
    const row = this.rows.get(place);
    row.box.checked = this.chosen.includes(value.key);
    row.count.textContent = this.counts[place].toLocaleString("en-GB");
    return row.node;
  }
}

class Explore {
  constructor(collection) {
    this.collection = collection;
    this.choice = readAddress();
    this.shown = STEP;
    this.found = [];
    this.turn = 0; // counts choices, so that what a former one waited for is dropped
    this.facets = FACETS.map((name) => new Facet(name, collection.values[name], (...change) => this.check(...change)));
    this.node = this.build();
  }

  build() {
    this.words = this.input("search", "Words", "words");
    this.from = this.input("date", "From", "from");
    this.to = this.input("date", "To", "to");
    this.about = element("p", { className: "fs-about" });
    this.clear = element("button", { type: "button", className: "fs-copy", textContent: "Clear all" });
    this.clear.addEventListener("click", () => this.reset());
    this.status = element("p", { className: "fs-found", role: "status" });
    this.results = element("ol", { className: "fs-results" });
    this.more = element("button", { type: "button", className: "fs-copy fs-show-more" });
    this.more.addEventListener("click", () => this.showMore());
    const days = element("fieldset", {}, element("legend", { textContent: "Day" }), this.from.label, this.to.label);
    const wide = matchMedia("(min-width: 60em)").matches;
    const filters = element("details", { className: "fs-filters", open: wide }, element("summary", { textContent: "Filters" }), days, ...this.facets.map((facet) => facet.node));
    const form = element("form", { className: "fs-form", role: "search" }, this.words.label, filters);
    form.setAttribute("aria-label", "Choose quotes");
    form.addEventListener("submit", (event) => event.preventDefault());
    const head = element("div", { className: "fs-head" }, this.status, this.clear);
    return element("div", { className: "fs-explore" }, form, element("section", { "aria-label": "Quotes" }, head, this.about, this.results, this.more));
  }

  input(type, text, key) {
    const field = element("input", { type, value: this.choice[key], autocomplete: "off" });
    field.addEventListener("input", () => this.choose({ [key]: field.value }));
    return { field, label: element("label", { className: "fs-field" }, element("span", { textContent: text }), field) };
  }

  check(facet, key, checked) {
    const others = this.choice[facet].filter((one) => one !== key);
    this.choose({ [facet]: checked ? [...others, key] : others });
  }

  reset() {
    for (const input of [this.words, this.from, this.to]) input.field.value = "";
    this.choose({ words: "", from: "", to: "", about: "", ...Object.fromEntries(FACETS.map((facet) => [facet, []])) });
    this.words.field.focus();
  }

  choose(change) {
    this.choice = { ...this.choice, ...change };
    this.shown = STEP;
    writeAddress(this.choice);
    this.update();
  }

  // Shows at once what is known, and again whenever words have come that the choice asks for.
  async update() {
    const turn = ++this.turn;
    const { collection } = this;
    this.refresh();
    if (!this.choice.words.trim()) return;
    for (let shard = collection.shards - 1; shard >= 0; shard--) {
      if (collection.arrived.has(shard)) continue;
      try {
        await collection.load(shard);
      } catch (error) {
        if (turn === this.turn) this.fail(error);
        return;
      }
      if (turn !== this.turn) return;
      if (shard % 8 === 0) this.refresh();
    }
  }

  refresh() {
    const { found, counts } = this.collection.select(this.choice);
    this.found = found;
    for (const facet of this.facets) facet.show(counts[facet.name], this.choice[facet.name]);
    const waiting = this.choice.words.trim() && this.collection.arrived.size < this.collection.shards;
    const all = `of ${number(this.collection.size, "quote")}`;
    this.status.textContent = waiting ? `${found.length.toLocaleString("en-GB")} ${all} so far; reading on …` : `${found.length.toLocaleString("en-GB")} ${all}`;
    this.clear.hidden = !location.search;
    this.showAbout();
    return this.showResults();
  }

  showAbout() {
    const actor = this.collection.index.actors[this.collection.aboutIds.get(this.choice.about)];
    this.about.hidden = !this.choice.about;
    this.about.textContent = this.choice.about ? `Only quotes that name ${actor ? actor[0] : this.choice.about}.` : "";
  }

  async showResults() {
    const shown = this.found.slice(0, this.shown);
    const turn = this.turn;
    const missing = [...new Set(shown.map((quote) => this.collection.shardOf(quote)))].filter((shard) => !this.collection.arrived.has(shard));
    try {
      await Promise.all(missing.map((shard) => this.collection.load(shard)));
    } catch (error) {
      this.fail(error);
      return;
    }
    if (turn !== this.turn) return;
    this.results.replaceChildren(...shown.map((quote) => this.result(quote)));
    const left = this.found.length - shown.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, STEP)} more`;
  }

  async showMore() {
    const first = this.shown;
    this.shown += STEP;
    await this.showResults();
    this.results.children[first]?.querySelector("a")?.focus();
  }

  fail(error) {
    this.status.textContent = `The quotes could not be read: ${error.message}. Load the page again, or take the table below.`;
  }

  result(quote) {
    const { index, quotes, rows } = this.collection;
    const [path, words, before, after, unknown] = rows[quote];
    const form = index.forms[quotes.form[quote]];
    const reported = form === "indirect";
    const shown = words.length > WORDS ? `${words.slice(0, WORDS).replace(/\s+\S*$/, "").replace(PAUSES, "")} …` : words;
    const link = element("a", { href: address(path) }, ...(this.marked(shown)));
    const text = reported ? element("p", { className: "fs-reported" }, before, link, ...(shown === words ? [after] : [])) : element("p", { className: "fs-words" }, "“", link, "”");
    return element("li", {}, text, element("p", { className: "fs-meta" }, ...this.meta(quote, form, unknown)));
  }

  meta(quote, form, unknown) {
    const { index, quotes } = this.collection;
    const actor = index.actors[quotes.speaker[quote]];
    const source = index.sources[quotes.source[quote]];
    const day = index.days[quotes.day[quote]];
    const status = index.statuses[quotes.status[quote]];
    const speaker = actor ? actor[0] : unknown || "Speaker not identified";
    const parts = [
      actor && actor[3] ? element("a", { href: address(actor[3]), textContent: speaker }) : element("bdi", { textContent: speaker }),
      day ? day[2] : "day not known",
      element("a", { href: address(source[2]), textContent: source[0] }),
      NAMES.form[form].toLowerCase(),
    ];
    if (!QUIET.has(status)) parts.push(element("strong", { className: `fs-status fs-status--${status}`, textContent: NAMES.status[status] ?? status }));
    return parts.flatMap((part, place) => (place ? [" · ", part] : [part]));
  }

  // The words with those that are searched for set off; where folding changes their length, they stand as they are.
  marked(text) {
    const terms = fold(this.choice.words).split(/\s+/).filter(Boolean);
    const folded = fold(text);
    if (!terms.length || folded.length !== text.length) return [text];
    const parts = [];
    let place = 0;
    while (place < text.length) {
      const hits = terms.map((term) => [folded.indexOf(term, place), term.length]).filter(([start]) => start >= 0);
      if (!hits.length) break;
      const [start, length] = hits.reduce((one, other) => (other[0] < one[0] || (other[0] === one[0] && other[1] > one[1]) ? other : one));
      parts.push(text.slice(place, start), element("mark", { textContent: text.slice(start, start + length) }));
      place = start + length;
    }
    return [...parts, text.slice(place)];
  }
}

// The page's own style, without which nothing is shown.
function style() {
  const link = element("link", { rel: "stylesheet", href: new URL("explore.css", import.meta.url).href });
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

export async function start(place) {
  const styled = style();
  let collection;
  try {
    collection = await Collection.open(new URL("data/explore/", ROOT));
  } catch (error) {
    place.prepend(element("strong", { textContent: `The quotes could not be read (${error.message}). ` }));
    return;
  }
  await styled;
  const explore = new Explore(collection);
  place.replaceWith(explore.node);
  await explore.update();
  explore.node.dataset.ready = "true";
  addEventListener("popstate", () => location.reload());
}
