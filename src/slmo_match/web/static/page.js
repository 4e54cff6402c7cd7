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

/** Send one file; return why it was not taken, or nothing. */
async function send(file, words) {
  if (file.size > Number(words.file)) return words.large;
  const body = new FormData();
  body.append("files", file, file.name);
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

/** Send files, one after the other so that they keep their order, and go to the results. */
async function sendAll(files) {
  const words = form.dataset;
  const [bar, done, refused] = ["bar", "done", "refused"].map((id) => document.getElementById(id));
  const button = form.querySelector("button");
  const waiting = files.slice(0, Number(words.documents));
  let finished = 0;
  let failures = 0;

  const refuse = (name, reason) => {
    failures += 1;
    const line = document.createElement("li");
    line.textContent = `${name}: ${reason}`;
    refused.append(line);
  };
  const show = () => {
    bar.value = finished / files.length;
    done.textContent = words.progress.replace("{done}", finished).replace("{all}", files.length);
  };
  button.disabled = true;
  refused.replaceChildren();
  document.getElementById("progress").hidden = false;
  files.slice(waiting.length).forEach((file) => refuse(file.name, words.full));
  finished = failures;
  show();
  for (const file of waiting) {
    const reason = await send(file, words);
    if (reason) refuse(file.name, reason);
    finished += 1;
    show();
  }
  button.disabled = false;
  if (!failures) {
    showResults();
    return;
  }
  done.textContent = words.failed.replace("{count}", failures);
  if (failures < files.length) {
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
    if (!chosen.files.length) return; // a pasted text goes the plain way
    event.preventDefault();
    sendAll([...chosen.files]);
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
  addEventListener("drop", async (event) => {
    event.preventDefault(); // also beside the field: the browser would leave the page for the file
    drop.classList.remove("over");
    const files = await filesOf(event.dataTransfer);
    if (files.length) sendAll(files);
  });
}

// after a reload the focus is where the eyes are
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) target.focus();
