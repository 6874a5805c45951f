// "Pilih semua di halaman ini" ticks in place (and, where all are ticked, unticks); without script it is a button.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#f-pilih [name=semua]");
  if (!button) return;
  event.preventDefault();
  const ticks = [...button.form.querySelectorAll(".tick")];
  const all = ticks.every((each) => each.checked);
  for (const each of ticks) each.checked = !all;
  ticks[0].dispatchEvent(new Event("change", { bubbles: true }));
});

// Enter on a tick would press that button as the form's first one.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".tick")) event.preventDefault();
});
