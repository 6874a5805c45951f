// Small comforts. Everything here has a way without script: the browser's own print and copy,
// a page of its own instead of a dialog.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-print], [data-copy], [data-dialog], [data-dialog-close]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  if (button.dataset.copy) await copy(button);
  if ("dialogClose" in button.dataset) button.closest("dialog")?.close();
  const dialog = button.dataset.dialog && document.getElementById(button.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
});

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.querySelector("[role=status]").textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(source);
  }
}

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

// A menu closes with Escape and when the focus or a tap goes elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!except || !menu.contains(except)) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

// What an act just did is read first; a list of mistakes, where there is one, takes the focus after this.
document.querySelector("main:not(.desk) #kabar [data-said]")?.focus();
