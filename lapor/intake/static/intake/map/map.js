// "Tunjuk di peta": a map that is loaded only where it is opened. Typing the place does the same without it.
const box = document.querySelector("[data-map]");
const form = box.closest("form");
const [lat, lon] = ["lat", "lon"].map((name) => form.elements[name]);
const line = box.querySelector("[data-map-status]");
const remove = box.querySelector("[data-map-remove]");
let map, point;

const load = (make) =>
  new Promise((done, failed) => document.head.append(Object.assign(make(), { onload: done, onerror: failed })));

async function open() {
  const { leaflet, css, borders, tiles, credit } = box.dataset;
  await load(() => Object.assign(document.createElement("link"), { rel: "stylesheet", href: css }));
  await load(() => Object.assign(document.createElement("script"), { src: leaflet }));
  map = L.map(box.querySelector("[data-map-here]"), { zoomSnap: 0.5, maxZoom: 19 });
  map.attributionControl.setPrefix(false);
  map.fitBounds([[-11, 95], [6, 141]]);
  const provinces = await (await fetch(borders)).json();
  L.geoJSON(provinces, { interactive: false, attribution: box.dataset.source, style: { weight: 1, className: "border" } }).addTo(map);
  if (tiles) L.tileLayer(tiles, { maxZoom: 19, attribution: credit }).addTo(map);
  map.on("click", (event) => mark(event.latlng));
  const near = form.querySelector("[name=region]:checked")?.dataset;
  if (lat.value) mark({ lat: +lat.value, lng: +lon.value }, 15);
  else if (near?.lat) map.setView([near.lat, near.lon], 10);
}

function mark(place, zoom) {
  [lat.value, lon.value] = [place.lat.toFixed(5), place.lng.toFixed(5)];
  point?.remove();
  point = L.circleMarker(place, { radius: 10, className: "point" }).addTo(map);
  if (zoom) map.setView(place, zoom);
  line.textContent = `${line.dataset.marked} ${lat.value}, ${lon.value}`;
  remove.hidden = false;
}

box.hidden = false;
box.addEventListener("toggle", () => {
  if (box.open && !map) open().catch(() => (line.textContent = line.dataset.failed));
});
box.addEventListener("click", (event) => {
  if (event.target.closest("[data-map-centre]") && map) mark(map.getCenter());
  if (event.target.closest("[data-map-phone]") && map)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => mark({ lat: coords.latitude, lng: coords.longitude }, 16),
      () => (line.textContent = line.dataset.unknown),
    );
  if (event.target.closest("[data-map-remove]")) {
    lat.value = lon.value = "";
    point?.remove();
    line.textContent = "";
    remove.hidden = true;
  }
});
