// The colours that the reader chose last, before anything is drawn. Where none were chosen, or those of the system,
// the system decides; Material's bundle does the same later, when its options have been read.
(() => {
  const chosen = __md_get("__palette")?.color;
  const following = !chosen || chosen.media === "(prefers-color-scheme)";
  const wanted = `(prefers-color-scheme: ${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"})`;
  const option = following && document.querySelector(`[data-md-color-media="${wanted}"]`);
  for (const name of ["scheme", "primary", "accent"]) {
    const value = option ? option.getAttribute(`data-md-color-${name}`) : chosen?.[name];
    if (value) document.body.setAttribute(`data-md-color-${name}`, value);
  }
})();
