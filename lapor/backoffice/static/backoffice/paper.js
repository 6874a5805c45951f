// Paper forms at the keyboard: a figure answers and goes on, 0 is no answer, Backspace in an empty field goes back.
// Without script one types the same figures and presses Tab.
const form = document.querySelector("#lembar");
const fields = () => [...form.querySelectorAll("input:not([type=hidden])")];
const beside = (field, step) => fields()[fields().indexOf(field) + step];
const go = (field) => {
  field?.focus();
  field?.select();
};

form?.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset.most) return;
  const most = Number(field.dataset.most);
  const typed = field.value.replace(/[^0-9]/g, "");
  const right = typed !== "" && Number(typed) <= most;
  document.getElementById("tombol-salah").textContent = right ? "" : form.dataset.wrong;
  field.value = right ? typed : "";
  // With more than nine options a first figure may be the beginning of two.
  if (right && (typed === "0" || typed.length >= field.maxLength || Number(typed) * 10 > most))
    go(beside(field, 1));
});

form?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const back = event.key === "Backspace" && event.target.value === "" && event.target.dataset.most;
  if (event.ctrlKey || event.altKey || event.metaKey || !(step || back)) return;
  const next = beside(event.target, step ?? -1);
  if (!next) return;
  event.preventDefault();
  go(next);
});

// The number is there already: one begins with the first answer, unless there is something to mend.
if (form && !document.querySelector("[data-focus]")) go(form.querySelector("[data-most]"));
