// Comforts of the desk; all of it works without script too.

// A refusal (403, 409) is a whole page of the desk as well: show it in place.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([403, 409].includes(event.detail.xhr.status) && event.detail.boosted !== false) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// The list keeps its place while reports open beside it.
let place = 0;
const queue = () => document.querySelector(".queue");
document.addEventListener("htmx:beforeSwap", () => (place = queue()?.scrollTop ?? 0));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "isi") return;
  if (queue()) queue().scrollTop = place;
  // Focus goes where reading goes on: to what must be mended, else to the report or the list.
  const next = event.target.querySelector("[data-focus]") ?? event.target.querySelector("#laporan:not(:empty)");
  (next?.offsetParent ? next : event.target).focus({ preventScroll: true });
});

// j and k walk through the list, Enter (the browser's own) opens, / searches.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const links = [...document.querySelectorAll(".queue li a")];
  const here = links.indexOf(document.activeElement);
  const from = here < 0 ? links.findIndex((link) => link.ariaCurrent === "true") : here;
  if (event.key === "j") links[Math.min(from + 1, links.length - 1)]?.focus();
  else if (event.key === "k") links[Math.max(from - 1, 0)]?.focus();
  else if (event.key === "/") document.getElementById("cari")?.focus();
  else return;
  event.preventDefault();
});
