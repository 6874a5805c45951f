// Typing in for others: the chosen name takes the place of what was typed, Ctrl+Enter stores, a second press
// is not invited. Nothing is kept on this machine: what people tell stays out of an office's browser.
const form = document.querySelector("form[data-entry]");

form.addEventListener("change", (event) => {
  const text = event.target.dataset.text;
  if (text !== undefined) event.target.closest("[data-pick]").querySelector("[hx-get]").value = text;
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-send]"));
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "remove") return;
  const button = form.querySelector("[data-send]");
  if (button.getAttribute("aria-disabled")) event.preventDefault();
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.sending;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
// The first thing to choose, unless a list of mistakes has the focus.
if (!form.querySelector("[data-focus]")) form.elements.channel.focus();
