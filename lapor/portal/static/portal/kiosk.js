// The counter's screen: one question at a time, back to the start when nobody is there, and answers kept on
// this screen until the server has them. Each has its own number (client_id), so sending twice counts once.
// Without this file the page is the plain form.
const kiosk = document.querySelector("[data-kiosk]");
const form = kiosk.querySelector("[data-questions]");
const start = kiosk.querySelector("[data-start]");
const thanks = kiosk.querySelector("[data-thanks]");
const progress = kiosk.querySelector("[data-progress]");
const next = kiosk.querySelector("[data-next]");
const screens = [...form.querySelectorAll("[data-screen]")];
const IDLE = kiosk.dataset.idle * 1000;
const REST = kiosk.dataset.rest * 1000;
const TRY_AGAIN = 15_000;
const QUEUE = `lapor-kios:${location.pathname}`;
const DEVICE = "lapor-kios-perangkat";
let at = -1; // -1 the start, screens.length the thanks
let began = 0;
let timer = 0;
let leading = 0;

const random = () =>
  crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

// What waits on this screen; a storage that is full or forbidden leaves what is in memory.
let memory = [];
const waiting = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(QUEUE)) ?? memory;
    } catch {
      return memory;
    }
  },
  write(rows) {
    memory = rows;
    try {
      localStorage.setItem(QUEUE, JSON.stringify(rows));
    } catch {}
    say(rows);
  },
  change(id, change) {
    this.write(this.read().flatMap((row) => (row.id === id ? change(row) : [row])));
  },
};

function say(rows) {
  const line = kiosk.querySelector("[data-waiting]");
  const refused = rows.filter((row) => row.refused).length;
  const open = rows.length - refused;
  const words = [open && line.dataset.words.replace("%n", open), refused && line.dataset.refused.replace("%n", refused)];
  line.textContent = words.filter(Boolean).join(" ");
}

function device() {
  try {
    const kept = localStorage.getItem(DEVICE) ?? random();
    localStorage.setItem(DEVICE, kept);
    return kept;
  } catch {
    return "";
  }
}

let sending = false;
async function send() {
  if (sending) return;
  sending = true;
  try {
    for (const row of waiting.read().filter((one) => !one.refused)) {
      const answer = await fetch(location.pathname, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        // Beside the moment of the answer, so that a clock that stands wrong does no harm.
        body: `${row.body}&sent_at=${Math.round(Date.now() / 1000)}`,
      });
      if (answer.ok) waiting.change(row.id, () => []);
      // Refused for good: kept, so that somebody can look into it. Anything else is tried again.
      else if (answer.status === 409 || answer.status === 422) waiting.change(row.id, (one) => [{ ...one, refused: true }]);
      else break;
    }
  } catch {
    // No line: the next try comes by itself.
  } finally {
    sending = false;
  }
}

function keep() {
  const said = new FormData(form);
  const id = random();
  const now = Math.round(Date.now() / 1000);
  said.set("client_id", id);
  said.delete("opened");
  said.set("seconds", Math.round((Date.now() - began) / 1000));
  said.set("answered_at", now);
  said.set("perangkat", device());
  waiting.write([...waiting.read(), { id, body: new URLSearchParams(said).toString() }]);
  send();
}

function show(place) {
  clearTimeout(leading);
  at = place;
  const asking = at >= 0 && at < screens.length;
  start.hidden = at !== -1;
  form.hidden = !asking;
  thanks.hidden = at !== screens.length;
  screens.forEach((screen, index) => (screen.hidden = index !== at));
  progress.hidden = !asking;
  kiosk.classList.toggle("asking", asking);
  if (asking) {
    progress.querySelector("[role=status]").textContent = progress.dataset.words
      .replace("%n", at + 1)
      .replace("%all", screens.length);
    progress.querySelector("progress").value = at / screens.length;
    screens[at].querySelector("legend, label").scrollIntoView({ block: "nearest" });
    screens[at].querySelector("input, select, textarea").focus({ preventScroll: true });
  }
  if (at === screens.length) thanks.querySelector("h2").focus();
  label();
  wake();
}

function label() {
  if (at < 0 || at >= screens.length) return;
  const last = at === screens.length - 1;
  const filled = [...screens[at].querySelectorAll("input, select, textarea")].some((field) =>
    field.type === "radio" ? field.checked : field.value,
  );
  next.textContent = last ? next.dataset.last : filled ? next.dataset.on : next.dataset.skip;
  next.classList.toggle("primary", last || filled);
}

function reset() {
  form.reset();
  show(-1);
  // Who comes next finds the counter's own language again.
  if (navigator.onLine) document.querySelector(".survey-language [value=id]")?.click();
}

// Nobody there: what was begun is thrown away, for nobody sent it.
function wake() {
  clearTimeout(timer);
  if (at === -1) return;
  timer = setTimeout(reset, at === screens.length ? REST : IDLE);
}

function answered() {
  return [...form.querySelectorAll("[type=radio]:checked")].some((one) => /^U[1-9]$/.test(one.name));
}

function forward() {
  if (at < screens.length - 1) return show(at + 1);
  if (!answered()) return reset(); // nothing was said
  keep();
  form.reset();
  show(screens.length);
}

next.dataset.on = next.textContent;
kiosk.querySelector("[data-begin]").addEventListener("click", () => {
  began = Date.now();
  show(0);
});
kiosk.querySelector("[data-back]").addEventListener("click", () => show(at - 1));
kiosk.querySelector("[data-again]").addEventListener("click", reset);
next.addEventListener("click", forward);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  forward();
});
// A tap on an answer leads on by itself; whoever walks through them by keyboard presses the button.
form.addEventListener("click", (event) => {
  if (event.target.type !== "radio" || event.detail === 0) return;
  clearTimeout(leading); // a second tap, or one on the button, leads no further than one screen
  leading = setTimeout(forward, 250);
});
form.addEventListener("change", label);
form.addEventListener("input", label);
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, wake);
addEventListener("online", send);
setInterval(send, TRY_AGAIN);

for (const part of kiosk.querySelectorAll("[data-needs-kiosk]")) part.hidden = false;
for (const part of kiosk.querySelectorAll("[data-without-kiosk]")) part.hidden = true;
kiosk.classList.add("led");
say(waiting.read());
show(-1);
send();

// The page and its files stay on this screen, so that it starts again without a line.
async function stay() {
  await navigator.serviceWorker.register(kiosk.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const icons = [...document.querySelectorAll("use")].map((one) => new URL(one.getAttribute("href"), location).href.split("#")[0]);
  const kept = new MessageChannel();
  kept.port1.onmessage = () => (kiosk.dataset.ready = "");
  active.postMessage({ files: [location.href, ...new Set([...files, ...icons])] }, [kept.port2]);
}
if ("serviceWorker" in navigator) stay().catch(() => {});
