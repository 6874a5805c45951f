// Words are marked in the text and taken into the form by a button; without script they are pasted there.

for (const one of document.querySelectorAll(".with-script")) one.hidden = false;

const button = document.querySelector("[data-mask-selection]");
const said = document.querySelector("[data-mask-said]");

// Pressing the button must not take the selection away.
button?.addEventListener("pointerdown", (event) => event.preventDefault());

button?.addEventListener("click", () => {
  const words = selectedWords();
  said.textContent = words ? `${said.dataset.taken} ${words}` : said.dataset.none;
  if (!words) return;
  const field = document.getElementById(button.dataset.maskSelection);
  const lines = field.value.split("\n").filter((line) => line.trim());
  if (!lines.includes(words)) lines.push(words);
  field.value = `${lines.join("\n")}\n`;
  getSelection().removeAllRanges();
});

// Whole words on one line, from one text: a selection that ends inside a word takes all of it.
function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const text = textOf(range.startContainer);
  if (!text || text !== textOf(range.endContainer)) return "";
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const all = text.textContent;
  let start = before.toString().length;
  let end = start + range.toString().length;
  while (start < end && !isLetter(all[start])) start += 1;
  while (end > start && !isLetter(all[end - 1])) end -= 1;
  if (start === end) return "";
  while (start > 0 && isLetter(all[start - 1])) start -= 1;
  while (end < all.length && isLetter(all[end])) end += 1;
  return all.slice(start, end).replace(/\s+/g, " ").trim();
}

const textOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-select]");

const isLetter = (letter) => /[\p{L}\p{N}\p{M}_]/u.test(letter);
