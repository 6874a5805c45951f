// Comforts of the desk; all of it works without script too.
const queue = () => document.querySelector(".queue");
const isDesk = (xhr) => xhr.responseText.includes('id="laporan"');
let place = 0;

document.addEventListener("htmx:beforeSwap", (event) => {
  place = queue()?.scrollTop ?? 0; // the list keeps its place while reports open beside it
  const { xhr, requestConfig, target } = event.detail;
  if (target.id === "pilihan" && xhr.responseText.includes("<html")) {
    event.detail.shouldSwap = false; // the log-in page: nothing was selected
    unsent();
  }
  if (target.id !== "isi") return;
  if (isDesk(xhr)) {
    event.detail.shouldSwap = true; // a refusal (403, 409) is a whole page of the desk as well
    event.detail.isError = false;
  } else if (requestConfig.verb === "get") {
    event.detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  } else {
    event.detail.shouldSwap = false; // the log-in page, an error: what was typed stays where it is
    unsent();
  }
});
document.addEventListener("htmx:sendError", ({ detail }) => detail.target?.id !== "saran" && unsent());

function unsent() {
  const notice = document.createElement("div");
  notice.className = "notice late";
  notice.append(document.getElementById("laporan").dataset.unsent);
  const news = document.getElementById("kabar");
  news.replaceChildren(notice);
  news.scrollIntoView({ block: "nearest" });
}

// After a swap focus goes where reading goes on: to what must be mended, else to the report or the list.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "isi") return;
  if (queue()) queue().scrollTop = place;
  const next = event.target.querySelector("[data-focus]") ?? document.getElementById("laporan");
  (next.offsetParent ? next : event.target).focus({ preventScroll: true });
});
