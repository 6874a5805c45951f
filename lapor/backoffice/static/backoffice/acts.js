// Comforts of the forms of acts; all of it works without script too.

// The second button of a form stands outside of it, where htmx overlooks which one was pressed.
document.addEventListener("htmx:configRequest", (event) => {
  const pressed = event.detail.triggeringEvent?.submitter;
  if (pressed?.name) event.detail.parameters[pressed.name] = pressed.value;
});

// The usual sentence of a chosen reason comes into the text field, where nothing of one's own stands yet.
document.addEventListener("change", (event) => {
  const field = document.getElementById(event.target.dataset?.usual ?? "");
  if (!field) return;
  const reasons = event.target.form.querySelectorAll(`[name="${event.target.name}"]`);
  const sentences = [...reasons].map((one) => sentence(one));
  if (field.value.trim() && !sentences.includes(field.value.trim())) return;
  field.value = sentence(event.target);
});

const sentence = (radio) => radio.closest("label").querySelector(".hint")?.textContent.trim() ?? "";
