// "Dekat saya": asks the phone where it is, once, on a tap. Only about a kilometre of it goes into the address.
const box = document.querySelector("[data-near]");
const button = box.querySelector("button");
const line = box.querySelector("[role=status]");

function go({ coords }) {
  const query = new URLSearchParams(new FormData(box.closest("form")));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  query.delete("wilayah");
  query.set("dekat", [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(2)).join(","));
  location.assign(`${location.pathname}?${query}`);
}

function stay() {
  button.disabled = false;
  line.textContent = line.dataset.failed;
}

if (navigator.geolocation) {
  box.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    line.textContent = line.dataset.asking;
    navigator.geolocation.getCurrentPosition(go, stay, { maximumAge: 600_000, timeout: 15_000 });
  });
}
