// Searches other sites of the same host with this one. Each tells in a file its name and the shards of its index; one
// that does not answer in time, or whose index cannot be read, is left out and named.

const PATIENCE = 3000; // milliseconds for which a site is waited for, once, before the first search
const SHARD = /^\d+-[0-9a-f]+$/; // as factsheet/search.py names them
const HOME = new URL("../", import.meta.url);

async function meet(path) {
  const base = new URL(path, HOME);
  const answer = await fetch(new URL("pagefind/shards.json", base), { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const { name, shards } = await answer.json();
  if (!shards.every((shard) => SHARD.test(shard))) throw new Error(`${answer.url} names other than shards`);
  return { path, base: base.pathname, name: String(name || base.pathname), shards };
}

// Sites by their addresses, so that all sites of a collection can have the same list, themselves included.
function others(paths) {
  const sites = new Map(paths.map((path) => [new URL(path, HOME).pathname, path]));
  sites.delete(HOME.pathname);
  return [...sites.values()];
}

// Sites of one name are told apart by their addresses.
function named(sites) {
  const names = sites.map((site) => site.name);
  return sites.map((site) => (names.filter((name) => name === site.name).length > 1 ? { ...site, name: `${site.name} (${site.base})` } : site));
}

const merge = (pagefind, options, site) =>
  Promise.all(site.shards.map((shard) =>
    pagefind.mergeIndex(new URL(`pagefind/${shard}/`, new URL(site.base, HOME)).pathname, { ...options, mergeFilter: { collection: site.name } })));

// Start Pagefind over the indexes of the sites that can be read. Returns those sites, this one first, nothing where it
// is alone; and the paths of the others.
export async function startJointly(pagefind, options) {
  const paths = others(pagefind.others);
  const met = await Promise.allSettled(paths.map(meet));
  const missing = paths.filter((_, place) => met[place].status === "rejected");
  let sites = met.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
  for (;;) {
    const [own, ...rest] = named([{ base: HOME.pathname, name: pagefind.name || HOME.pathname }, ...sites]);
    await pagefind.options(rest.length ? { ...options, mergeFilter: { collection: own.name } } : options);
    await pagefind.init();
    const merged = await Promise.allSettled(rest.map((site) => merge(pagefind, options, site)));
    const failed = merged.map(({ status }) => status === "rejected");
    if (!failed.includes(true)) return { sites: rest.length ? [own, ...rest] : [], missing };
    missing.push(...sites.filter((_, place) => failed[place]).map((site) => site.path));
    sites = sites.filter((_, place) => !failed[place]);
    await pagefind.destroy(); // what has failed once would fail every search
  }
}
