// Asks only what the chosen class needs, and helps to choose by typing. Without this file the form shows
// all its fields, and the server asks back where a name fits several places.
const form = document.querySelector("form[data-draft=lapor]");

const classNow = () => form.querySelector("[name=report_class]:checked")?.value ?? "complaint";

// A part that is not asked is not sent either: it could hold a mistake that nobody sees.
function askOnly() {
  for (const part of form.querySelectorAll("[data-for]")) {
    const asked = part.dataset.for.split(" ").includes(classNow());
    part.hidden = !asked;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !asked;
  }
}

for (const line of form.querySelectorAll("[data-without-script]")) line.hidden = true;
form.addEventListener("change", (event) => {
  if (event.target.name === "report_class") askOnly();
  // The chosen name takes the place of what was typed, so that a draft kept on the phone leads here again.
  const text = event.target.dataset.text;
  if (text === undefined) return;
  event.target.closest("[data-pick]").querySelector("[hx-get]").value = text;
});
form.addEventListener("draft:restored", () => {
  askOnly();
  // htmx takes hold of the page at this event, a moment before us.
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of form.querySelectorAll("[data-pick] [hx-get]")) if (field.value) htmx.trigger(field, "pilih");
  });
});

// The device says that it has no line: where the server answers all the same, the form goes out.
let reached = false;
async function reach() {
  const notice = form.querySelector("[data-offline]");
  try {
    await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    notice.hidden = reached = true;
    form.requestSubmit();
  } catch {
    notice.hidden = false;
    notice.scrollIntoView({ block: "center" });
  }
}

// A second tap changes nothing on the server; here it is only not invited.
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "remove") return;
  if (!navigator.onLine && !reached) {
    event.preventDefault(); // the browser's own page about a lost line would take the form away
    reach();
    return;
  }
  const button = form.querySelector("[data-send]");
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.sending;
});
// A form that came back with its mistakes is the answer to a POST, which Back and Reload cannot show again on a
// weak signal. Its address names the form instead: the files are on the server, the words on this phone.
if ("draftBound" in form.dataset) {
  const place = `${location.pathname}?formulir=${encodeURIComponent(form.elements.token.value)}`;
  history.replaceState(null, "", place);
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
askOnly();
