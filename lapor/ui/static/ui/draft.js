// Keeps what is typed in <form data-draft="key"> on this device until it is sent or forgotten.
// Never kept: files, passwords, hidden fields (so neither the csrf token), and [data-draft-skip].
// A phone whose storage is blocked or full loses nothing but this comfort.
const PREFIX = "lapor-draft:";
const DAYS = 14;

const kept = {
  read(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(PREFIX + key));
      if (draft && Date.now() - draft.at < DAYS * 864e5) return draft;
      localStorage.removeItem(PREFIX + key);
    } catch {}
    return null;
  },
  write(key, values) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
      return true;
    } catch {
      return false;
    }
  },
  forget(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {}
  },
};

// Sent from this window: what the browser itself kept of the form (Back, Reload) is emptied as well.
const SENT = "lapor-sent:";
const sent = {
  note(key) {
    try {
      sessionStorage.setItem(SENT + key, "1");
    } catch {}
  },
  over(key) {
    try {
      sessionStorage.removeItem(SENT + key);
    } catch {}
  },
  was(key) {
    try {
      return sessionStorage.getItem(SENT + key) === "1";
    } catch {
      return false;
    }
  },
};
const wentBack = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";

const NEVER = new Set(["file", "password", "hidden", "submit", "button", "reset"]);
const fieldsOf = (form) =>
  [...form.elements].filter((f) => f.name && !NEVER.has(f.type) && !("draftSkip" in f.dataset));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function collect(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    values[field.name] ??= [];
    if (field.type === "select-multiple") values[field.name].push(...[...field.selectedOptions].map((o) => o.value));
    else if (!isTick(field) || field.checked) values[field.name].push(field.value);
  }
  return values;
}

function restore(form, values) {
  for (const field of fieldsOf(form)) {
    const old = values[field.name];
    if (!Array.isArray(old)) continue;
    if (isTick(field)) field.checked = old.includes(field.value);
    else if (field.type === "select-multiple") for (const o of field.options) o.selected = old.includes(o.value);
    else if (old.length) field.value = old.shift();
  }
}

const clock = (at) => new Date(at).toTimeString().slice(0, 5).replace(":", ".");

function keep(form) {
  const key = form.dataset.draft;
  const line = form.querySelector("[data-draft-status]");
  const say = (text, mayForget) => {
    if (!line) return;
    line.hidden = !text;
    line.querySelector("[data-draft-text]").textContent = text;
    line.querySelector("[data-draft-forget]").hidden = !mayForget;
  };
  const empty = () => {
    if (!sent.was(key) || !wentBack()) return;
    form.reset();
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  };
  empty();
  addEventListener("pageshow", empty);
  const draft = kept.read(key);
  // A form that comes back from the server with its errors already holds what was typed.
  if (draft && !("draftBound" in form.dataset)) {
    restore(form, draft.values);
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  }
  if (draft) say(`${line?.dataset.saved} ${clock(draft.at)}`, true);

  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    sent.over(key);
    const done = kept.write(key, collect(form));
    say(done ? `${line?.dataset.saved} ${clock(Date.now())}` : line?.dataset.failed, done);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  // A phone that is put away, or a form on its way: what waits is written now.
  const flush = () => timer && save();
  addEventListener("pagehide", flush);
  form.addEventListener("submit", flush);
  line?.querySelector("[data-draft-forget]").addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    kept.forget(key);
    say(line.dataset.forgotten, false);
  });
}

for (const receipt of document.querySelectorAll("[data-draft-sent]")) {
  kept.forget(receipt.dataset.draftSent);
  sent.note(receipt.dataset.draftSent);
}
for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
