// Sends files one by one and shows how far they are. Without this script the form sends them all.
"use strict";

document.documentElement.classList.add("scripted");

const form = document.getElementById("add");

// what a folder holds beside its documents: hidden files, lock files of Office, notes of the system
const NO_DOCUMENT = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;

/** Return all files of what was dropped, named by their paths in folders and in that order. */
async function filesOf(transfer) {
  const waiting = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!waiting.length) return [...transfer.files];
  const found = [];
  while (waiting.length) {
    const entry = waiting.shift();
    if (entry.isFile) {
      found.push([entry.fullPath, await new Promise((done, failed) => entry.file(done, failed))]);
    } else {
      const reader = entry.createReader();
      for (;;) {
        const part = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!part.length) break;
        waiting.push(...part.filter((inner) => !NO_DOCUMENT.test(inner.name)));
      }
    }
  }
  found.sort(([a], [b]) => a.localeCompare(b));
  return found.map(([path, file]) => new File([file], path.slice(1)));
}

/** Send a file or a pasted text; return why it was not taken, or nothing. */
async function send(item, words) {
  if (item.size > Number(words.file)) return words.large;
  const body = new FormData();
  if (item instanceof File) body.append("files", item, item.name);
  else Object.entries(item).forEach(([field, value]) => body.append(field, value));
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-Form-Key": words.key },
  }).catch(() => null);
  if (!answer) return words.lost;
  if (answer.ok) return "";
  const said = await answer.json().catch(() => null);
  return said?.error ?? `HTTP ${answer.status}`;
}

/** Return what is in the field for a text, as a list of one or none. */
function pasted() {
  const [name, text] = ["name", "text"].map((field) => form.elements[field].value);
  return text.trim() ? [{ name: name || form.dataset.pasted, text }] : [];
}

const lots = []; // what is to be sent, or promises of it; the first lot is being sent

/** Send files and texts, one after the other to keep their order, and go to the results. */
async function sendAll(lot) {
  if (lots.push(lot) > 1) return; // what is dropped meanwhile goes behind the rest
  const words = form.dataset;
  const [bar, done, refused] = ["bar", "done", "refused"].map((id) => document.getElementById(id));
  const button = form.querySelector("button");
  let [all, finished, failures] = [0, 0, 0];

  const refuse = (name, reason) => {
    failures += 1;
    const line = document.createElement("li");
    line.textContent = `${name}: ${reason}`;
    refused.append(line);
  };
  const show = () => {
    bar.value = finished / all;
    done.textContent = words.progress.replace("{done}", finished).replace("{all}", all);
  };
  button.disabled = true;
  for (; lots.length; lots.shift()) {
    const items = await lots[0];
    if (!items.length) continue;
    if (!all) refused.replaceChildren();
    all += items.length;
    document.getElementById("progress").hidden = false;
    show();
    for (const item of items) {
      const hasRoom = finished - failures < Number(words.documents);
      const reason = hasRoom ? await send(item, words) : words.full;
      if (reason) refuse(item.name, reason);
      finished += 1;
      show();
    }
  }
  button.disabled = false;
  if (!all) return;
  if (!failures) {
    showResults();
    return;
  }
  done.textContent = words.failed.replace("{count}", failures);
  if (failures < all) {
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = words.show;
    link.addEventListener("click", showResults);
    done.append(" ", link);
  }
}

function showResults() {
  history.replaceState(null, "", "/#scored");
  location.reload();
}

if (form) {
  const chosen = document.getElementById("files");
  const drop = document.getElementById("drop");

  chosen.addEventListener("change", () => {
    const names = [...chosen.files].map((file) => file.name);
    const count = form.dataset.chosen.replace("{count}", names.length);
    const listed = names.slice(0, 10).join(", ") + (names.length > 10 ? ", …" : "");
    document.getElementById("chosen").textContent = names.length ? `${count} (${listed})` : "";
  });
  form.addEventListener("submit", (event) => {
    if (!chosen.files.length) return; // a pasted text alone goes the plain way
    event.preventDefault();
    sendAll([...chosen.files, ...pasted()]);
  });

  for (const kind of ["dragenter", "dragover"]) {
    addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault(); // also beside the field: the browser would leave the page for the file
    drop.classList.remove("over");
    const dropped = filesOf(event.dataTransfer).catch((error) => (reportError(error), []));
    const more = lots.length ? [] : pasted(); // showing the results would empty its field
    sendAll(dropped.then((files) => (files.length ? [...files, ...more] : [])));
  });
}

// after a reload the focus is where the eyes are
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) target.focus();
