// Counts words below each section while one writes; the server counts them again.
const form = document.querySelector("[data-counted]");

function count(box, line) {
  const words = box.value.trim().split(/\s+/).filter(Boolean).length;
  const most = Number(box.dataset.words);
  line.textContent = form.dataset.counted.replace("%n", words).replace("%most", most);
  line.classList.toggle("late", words > most);
}

for (const box of form?.querySelectorAll("textarea[data-words]") ?? []) {
  const line = document.createElement("p");
  line.className = "small quiet num";
  box.after(line);
  box.addEventListener("input", () => count(box, line));
  count(box, line);
}
