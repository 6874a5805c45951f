// Each tick is kept at once; without script the buttons of the form do it.
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".tick")) event.target.form.dispatchEvent(new Event("ticked"));
});

// "Pilih semua di halaman ini" ticks in place, and unticks where all are ticked.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[form=f-pilih][name=semua]");
  if (!button) return;
  event.preventDefault();
  const ticks = [...button.form.elements].filter((each) => each.matches(".tick"));
  const all = ticks.every((each) => each.checked);
  for (const each of ticks) each.checked = !all;
  button.form.dispatchEvent(new Event("ticked"));
});

// Enter on a tick would press the form's first button.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".tick")) event.preventDefault();
});
