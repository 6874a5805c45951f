// Counts letters and SMS while one writes, puts an example into the field, and keeps the newest message in view.
// Without this file an example loads the page with its text, and the newest message is scrolled to by hand.
const form = document.querySelector("[data-sms]");
const field = form?.querySelector("textarea");
const shown = form?.querySelector("[data-count]");

// 3GPP TS 23.038: the letters of one place, and those that take two.
const ONE = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const TWO = /^[\f^{}\\[~\]|€]$/;

function parts(text) {
  const letters = [...text];
  const gsm = letters.every((letter) => ONE.test(letter) || TWO.test(letter));
  const places = gsm ? letters.length + letters.filter((letter) => TWO.test(letter)).length : text.length;
  const [alone, each] = gsm ? [160, 153] : [70, 67];
  return places <= alone ? 1 : Math.ceil(places / each);
}

function count() {
  const number = [...field.value].length;
  if (number) shown.textContent = form.dataset.counted.replace("{n}", number).replace("{s}", parts(field.value));
}

const newest = () => {
  const talk = document.querySelector("[data-talk]");
  if (talk) talk.scrollTop = talk.scrollHeight;
};

if (form) {
  field.addEventListener("input", count);
  document.addEventListener("click", (event) => {
    const sample = event.target.closest("[data-sample]");
    if (!sample) return;
    event.preventDefault();
    field.value = sample.textContent;
    field.focus();
    count();
  });
  document.addEventListener("htmx:afterSwap", newest);
  count();
  newest();
}
