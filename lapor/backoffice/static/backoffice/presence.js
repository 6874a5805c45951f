// "Budi juga membuka laporan ini" is asked for only while somebody looks at the page.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "pembaca" && document.hidden) event.preventDefault();
});
