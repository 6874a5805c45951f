// The QR of a receipt leads to /lacak/#<number>.<code>: the part behind # never reaches a server's log.
// It is put into the form, taken out of the address, and sent by the person's own tap.
const [number, code] = decodeURIComponent(location.hash.slice(1)).split(".");
const field = (name) => document.querySelector(`form[data-track] [name=${name}]`);
if (/^\d{1,18}$/.test(number) && field("nomor")) {
  field("nomor").value = number;
  if (code && field("code")) field("code").value = code;
  history.replaceState(null, "", location.pathname);
  field("nomor").form.querySelector("button").focus();
}
