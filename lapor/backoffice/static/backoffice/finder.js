// The finder by keyboard: type, arrow down into what was found, Enter takes it; Escape and arrow up lead back.
// Without script the choices are radio buttons, and Enter sends the form, as everywhere.
const choicesOf = (input) => [...document.querySelectorAll(`#${input.id}_found input`)];
const inputOf = (radio) => {
  const box = radio.closest?.(".choices[id$=_found]");
  return box && document.getElementById(box.id.replace(/_found$/, ""));
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches?.("[data-finder]")) fromField(event);
  else if (event.target.type === "radio" && inputOf(event.target)) fromChoice(event);
});

function fromField(event) {
  const choices = choicesOf(event.target);
  if (event.key === "ArrowDown" && choices.length) {
    const first = choices.find((each) => each.checked) ?? choices[0];
    first.checked = true;
    first.focus();
  } else if (event.key === "Enter" && choices.length && !choices.some((each) => each.checked)) {
    take(choices[0]);
  } else return;
  event.preventDefault();
}

function fromChoice(event) {
  const input = inputOf(event.target);
  const first = choicesOf(input)[0] === event.target;
  if (event.key === "Enter") take(event.target);
  else if (event.key === "Escape" || (event.key === "ArrowUp" && first)) input.focus();
  else return;
  event.preventDefault();
}

// What is taken stands in the field, so that the name and the choice say the same.
function take(radio) {
  const input = inputOf(radio);
  radio.checked = true;
  input.value = radio.closest("label").querySelector(".label").textContent;
  input.focus();
}
