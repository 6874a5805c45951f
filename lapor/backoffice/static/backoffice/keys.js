// Single letters, while nobody types; keys.py lists them. No letter sends: Ctrl+Enter does, or Enter on a button.
const byId = (id) => document.getElementById(id);
const shown = (element) => element.getClientRects().length > 0;
const typing = (target) =>
  target.closest?.("input:not(.tick), textarea, select, [contenteditable]");
const lines = () => [...document.querySelectorAll(".queue li a, .queue .pager a")].filter(shown);
const openForm = () => document.querySelector("#f-act, #f-massal");

const KEYS = {
  j: () => walk(+1),
  k: () => walk(-1),
  a: act,
  x: () => line()?.querySelector(".tick")?.click(),
  X: () => document.querySelector("[form=f-pilih][name=semua]")?.click(),
  "?": () => document.querySelector("[data-dialog=tombol]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  else if (event.ctrlKey || event.altKey || event.metaKey) return;
  else if (event.key === "Escape") leave(event);
  else if (!typing(event.target)) press(event);
});

function press(event) {
  const { key, repeat } = event;
  if (repeat && key !== "j" && key !== "k") return;
  if (Object.hasOwn(KEYS, key)) KEYS[key]();
  else if (!/^[a-z/]$/.test(key) || !marked(key)) return;
  event.preventDefault();
}

// A letter printed on a button or a link. On the open form's own button it leads into the form.
function marked(key) {
  const all = [...document.querySelectorAll(`[accesskey="${key}"]`)];
  const found = all.find(shown) ?? all[0];
  if (!found) return false;
  if (found.matches("input")) found.focus();
  else if (found.form && found.form === openForm()) enter(found.form);
  else found.click();
  return true;
}

function walk(step) {
  const all = lines();
  const focused = all.indexOf(document.activeElement);
  const here = focused < 0 ? all.indexOf(line()?.querySelector("a")) : focused;
  all[Math.max(0, Math.min(here + step, all.length - 1))]?.focus();
}

// The line that has the focus, else the one whose report is open.
function line() {
  const focused = document.activeElement.closest?.(".queue li");
  const current = focused ?? document.querySelector(".queue li [aria-current]")?.closest("li");
  return current && shown(current) ? current : null;
}

function act() {
  const form = openForm();
  if (form) return enter(form);
  const menu = document.querySelector(".actbar details.menu");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("a")?.focus();
}

// Into the first field that is still empty; where all is filled, onto the button that sends.
function enter(form) {
  const fields = [...form.elements].filter((each) => each.matches("input, textarea, select") && shown(each));
  const empty = fields.find((each) => !filled(each, form));
  const target = empty ?? document.querySelector(`button[form="${form.id}"], #${form.id} button`);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

function filled(field, form) {
  if (field.type === "radio") return field.name.endsWith("_pick") || form.elements[field.name].value !== "";
  return field.type === "checkbox" ? field.checked : field.value.trim() !== "";
}

function send(event) {
  const own = event.target.form;
  const form = own && own.id !== "f-pilih" ? own : openForm();
  if (!form || event.repeat) return;
  event.preventDefault();
  form.requestSubmit();
}

function leave(event) {
  if (!typing(event.target)) return;
  event.preventDefault();
  event.target.blur();
  [byId("laporan"), byId("isi")].find((each) => each && shown(each))?.focus({ preventScroll: true });
}

// Up and down walk through an open menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  const step = { ArrowDown: +1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  const all = [...menu.querySelectorAll("li a, li button")].filter(shown);
  all[Math.max(0, Math.min(all.indexOf(document.activeElement) + step, all.length - 1))]?.focus();
  event.preventDefault();
});

// A form that somebody asked for takes the focus, unless there is something to mend or to read first.
function opened(root) {
  const section = root.querySelector("[data-open]");
  if (section && !root.querySelector("[data-focus]")) enter(section.querySelector("form"));
}
opened(document);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "isi") opened(event.target);
});
