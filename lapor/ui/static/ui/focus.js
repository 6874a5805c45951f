// The first thing to read after a failed form is the list of what to mend: focus goes there,
// on load and after htmx has swapped a form.
const toErrors = (root) => root.querySelector("[data-focus]")?.focus();

document.addEventListener("DOMContentLoaded", () => toErrors(document));
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.target));
