// The quotes of the whole collection: what they are chosen by comes first, their words as they are needed.
// The files are those of generator/factsheet/exports/explore.py.

const VERSION = 1;
const MARKS = /\p{M}/gu;
const APOSTROPHES = /[‘’ʼ]/g;

export const FACETS = ["kind", "speaker", "source", "form", "status"];
export const NOBODY = "none"; // stands for the speaker of quotes of which none is identified

// Without case and accents, so that "cafe" finds "Café".
export function fold(text) {
  return text.normalize("NFKD").replace(MARKS, "").replace(APOSTROPHES, "'").toLowerCase();
}

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answers ${answer.status}`);
  return answer.json();
}

export class Collection {
  static async open(folder) {
    const index = await fetchJson(new URL("index.json", folder));
    if (index.version !== VERSION) throw new Error("the page and its data are of different versions");
    return new Collection(index, folder);
  }

  constructor(index, folder) {
    this.folder = folder;
    this.index = index;
    this.quotes = index.quotes;
    this.size = index.quotes.source.length;
    this.shards = Math.ceil(this.size / index.shard);
    this.rows = new Array(this.size); // of the shards that are loaded
    this.folded = new Array(this.size);
    this.coming = new Map(); // promises, by shard
    this.arrived = new Set();
    this.values = this.listValues();
    this.columns = this.listColumns();
    this.aboutIds = new Map(index.actors.map((actor, number) => [actor[1], number]));
  }

  // For each facet its values: the key that stands in the address, and what people read.
  listValues() {
    const { actors, sources, forms, statuses } = this.index;
    const kinds = [...new Set(actors.map((actor) => actor[2]))].sort();
    return {
      kind: [...kinds.map((kind) => ({ key: kind })), { key: NOBODY }],
      speaker: [...actors.map(([name, id]) => ({ key: id, text: name })), { key: NOBODY, text: "Not identified" }],
      source: sources.map(([title, id]) => ({ key: id, text: title })),
      form: forms.map((form) => ({ key: form })),
      status: statuses.map((status) => ({ key: status })),
    };
  }

  // For each facet the number of its value for each quote.
  listColumns() {
    const { actors } = this.index;
    const { speaker, source, form, status } = this.quotes;
    const places = new Map(this.values.kind.map((value, number) => [value.key, number]));
    const kinds = actors.map((actor) => places.get(actor[2]));
    return {
      kind: Int32Array.from(speaker, (number) => (number < 0 ? places.get(NOBODY) : kinds[number])),
      speaker: Int32Array.from(speaker, (number) => (number < 0 ? actors.length : number)),
      source: Int32Array.from(source),
      form: Int32Array.from(form),
      status: Int32Array.from(status),
    };
  }

  shardOf(quote) {
    return Math.floor(quote / this.index.shard);
  }

  load(shard) {
    if (!this.coming.has(shard)) {
      const loading = fetchJson(new URL(`${shard}.json`, this.folder)).then(({ rows }) => {
        const first = shard * this.index.shard;
        rows.forEach((row, number) => {
          this.rows[first + number] = row;
          this.folded[first + number] = fold(row[1]);
        });
        this.arrived.add(shard);
      });
      loading.catch(() => this.coming.delete(shard)); // the next choice tries again
      this.coming.set(shard, loading);
    }
    return this.coming.get(shard);
  }

  // The numbers of the quotes that a choice leaves, the latest first, and for each facet how many quotes each of its
  // values would leave, all other choices kept. A quote whose words have not come yet is left out of a search for words.
  select(choice) {
    const tests = FACETS.map((facet) => this.chosen(facet, choice[facet]));
    const counts = FACETS.map((facet) => new Int32Array(this.values[facet].length));
    const columns = FACETS.map((facet) => this.columns[facet]);
    const terms = fold(choice.words).split(/\s+/).filter(Boolean);
    const days = this.daysWithin(choice.from, choice.to);
    const about = choice.about ? (this.aboutIds.get(choice.about) ?? -1) : null;
    const found = [];
    for (let quote = this.size - 1; quote >= 0; quote--) {
      if (days && !days[this.quotes.day[quote]]) continue;
      if (about !== null && !(this.quotes.about[quote] || []).includes(about)) continue;
      if (terms.length && !this.holds(quote, terms)) continue;
      let failed = -1;
      let failures = 0;
      for (let facet = 0; facet < tests.length && failures < 2; facet++) {
        if (tests[facet] && !tests[facet][columns[facet][quote]]) {
          failed = facet;
          failures++;
        }
      }
      if (failures === 0) {
        found.push(quote);
        for (let facet = 0; facet < counts.length; facet++) counts[facet][columns[facet][quote]]++;
      } else if (failures === 1) {
        counts[failed][columns[failed][quote]]++;
      }
    }
    return { found, counts: Object.fromEntries(FACETS.map((facet, number) => [facet, counts[number]])) };
  }

  chosen(facet, keys) {
    if (!keys.length) return null;
    const wanted = new Set(keys);
    return Uint8Array.from(this.values[facet], (value) => (wanted.has(value.key) ? 1 : 0));
  }

  holds(quote, terms) {
    const words = this.folded[quote];
    return words !== undefined && terms.every((term) => words.includes(term));
  }

  // Which days touch the range; null where none is chosen. A day that is not known touches none.
  daysWithin(from, to) {
    if (!from && !to) return null;
    return this.index.days.map(([first, last]) => first && (!from || last >= from) && (!to || first <= to));
  }
}
