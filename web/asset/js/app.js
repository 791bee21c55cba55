// What the pages need beside htmx: shortcuts, focus, notices, dialogs, menus, files. Every page works without it.
// There is no eval and no inline handler anywhere: the content policy forbids both.
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (e) => e.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  // Words that are read out to who cannot see.
  const say = (words) => {
    const region = $("#live-region");
    if (!region) return;
    region.textContent = "";
    requestAnimationFrame(() => { region.textContent = words; });
  };

  // Dialogs.
  const open = (dialog) => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    ($("[autofocus]", dialog) || $("input, select, textarea, .button", dialog.querySelector(".dialog-body")))?.focus();
  };
  document.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-open]");
    if (opener) {
      opener.closest("details[data-menu]")?.removeAttribute("open");
      open(document.getElementById(opener.dataset.open));
      return;
    }
    if (e.target.closest("[data-close]")) e.target.closest("dialog")?.close();
    if (e.target.matches("dialog")) e.target.close(); // the veil around it
    if (e.target.closest("[data-dismiss]")) e.target.closest(".notice")?.remove();
    for (const menu of $$("details[data-menu][open]")) {
      if (!menu.contains(e.target) || e.target.closest("a")) menu.removeAttribute("open");
    }
  });

  // A press anywhere in a row follows its link, unless words are being marked or something else was meant.
  document.addEventListener("click", (e) => {
    const row = e.target.closest("tr[data-href]");
    if (!row || e.target.closest("a, button, input, select, label, summary, .pick") || String(getSelection())) return;
    const link = $(".row-link", row);
    if (!link) return;
    if (e.ctrlKey || e.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });

  // One box picks all rows of its table.
  document.addEventListener("change", (e) => {
    const table = e.target.closest("table");
    if (!table || !e.target.closest(".pick")) return;
    const all = $("[data-pick-all]", table);
    const boxes = $$("tbody .pick input", table);
    if (e.target === all) boxes.forEach((b) => { b.checked = all.checked; });
    const picked = boxes.filter((b) => b.checked).length;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  });

  // Notices go by themselves; what went wrong stays until it is dismissed.
  const stay = { good: 5000, note: 7000, "": 7000, warn: 12000 };
  const dress = (root) => {
    const notices = $$("[data-notice]", root);
    if (root.matches?.("[data-notice]")) notices.push(root);
    for (const notice of notices) {
      if (notice.dataset.timed || !(notice.dataset.notice in stay)) continue;
      notice.dataset.timed = "1";
      let timer;
      const start = () => { timer = setTimeout(() => notice.remove(), stay[notice.dataset.notice]); };
      notice.addEventListener("pointerenter", () => clearTimeout(timer));
      notice.addEventListener("pointerleave", start);
      start();
    }
    for (const button of $$("[data-fold]", root)) fold(button);
    for (const dialog of $$("dialog[data-shown]", root)) { dialog.removeAttribute("data-shown"); open(dialog); }
    for (const drop of $$("[data-drop]", root)) wire(drop);
    for (const field of $$("[data-goes-with]", root)) depend(field);
    for (const tab of $$(".tabs [aria-current]", root)) { // on a phone the one that is shown may be far along
      const strip = tab.closest(".tabs");
      strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
    }
  };

  // What stands behind a button on a phone: filters, with the number of those in force, and the rows of a long table.
  const fold = (button) => {
    if (button.dataset.wired) return;
    button.dataset.wired = "1";
    const form = button.closest("form, [data-folds]");
    const open = (is) => { form.classList.toggle("folded", !is); button.setAttribute("aria-expanded", String(is)); };
    button.hidden = false;
    open(!!$(".wrong", form));
    button.addEventListener("click", () => open(form.classList.contains("folded")));
    if (form.matches("form")) form.addEventListener("change", () => {
      const n = $$("input:not([type=hidden]), select", form).filter((f) => f.value !== "").length;
      $("[data-count]", button).textContent = n || "";
    });
  };

  // A file that is dragged in, and the name of the one chosen.
  const wire = (drop) => {
    if (drop.dataset.wired) return;
    drop.dataset.wired = "1";
    const input = $("input[type=file]", drop);
    const tell = () => {
      const names = [...input.files].map((f) => f.name).join(", ");
      $(".drop-chosen", drop).textContent = names && drop.dataset.chosen.replace("%s", names);
    };
    input.addEventListener("change", tell);
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  };

  // A block that belongs to one choice: data-goes-with="result=promise,callback" shows it while that is chosen, and
  // what is hidden is not sent.
  const depend = (block) => {
    if (block.dataset.wired) return;
    block.dataset.wired = "1";
    const [name, values] = block.dataset.goesWith.split("=");
    const wanted = values.split(",");
    const form = block.closest("form");
    const look = () => {
      const on = wanted.includes(new FormData(form).get(name) ?? "");
      block.hidden = !on;
      for (const field of $$("input, select, textarea", block)) field.disabled = !on;
    };
    form.addEventListener("change", (e) => { if (e.target.name === name) look(); });
    look();
  };

  // Shortcuts. A letter with data-key presses its button; g and a letter goes to a place; digits choose in a list that
  // says so. None of them works while one types.
  let going = 0;
  document.addEventListener("keydown", (e) => {
    const inDialog = $("dialog[open]");
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      const form = e.target.closest("form");
      if (form) { e.preventDefault(); form.requestSubmit($(".button.primary", form) || undefined); }
      return;
    }
    if (e.key === "Escape") {
      $$("details[data-menu][open]").forEach((m) => { m.removeAttribute("open"); $("summary", m).focus(); });
      if (typing(e.target) && !inDialog) e.target.blur();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
    const root = inDialog || document;
    const place = performance.now() - going < 1500 && $(`[data-go="${CSS.escape(e.key.toLowerCase())}"]`);
    going = 0;
    if (place && !inDialog) { e.preventDefault(); place.click(); return; }
    if (e.key === "g") { going = performance.now(); return; }
    if (e.key === "?" && !inDialog) { open($("#key-help")); return; }
    if (/^[1-9]$/.test(e.key)) {
      const list = $$("[data-digits]", root).find((l) => l.offsetParent);
      const choice = list && $$("input:not(:disabled)", list)[Number(e.key) - 1];
      if (choice) { e.preventDefault(); choice.focus(); choice.click(); }
      return;
    }
    const button = $$(`[data-key="${CSS.escape(e.key)}"]`, root).find((b) => b.offsetParent && !b.disabled);
    if (button) { e.preventDefault(); button.focus(); button.click(); }
  });

  // The search waits for the sign itself and not for the key, which is another on many keyboards, and would else be typed
  // into the box.
  document.addEventListener("keypress", (e) => {
    const box = $("#search");
    if (e.key !== "/" || !box || typing(e.target) || $("dialog[open]")) return;
    e.preventDefault();
    box.focus();
    box.select();
  });

  // j and k, or the arrows, walk down and up the rows of a list.
  document.addEventListener("keydown", (e) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[e.key];
    if (!step || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || $("dialog[open]")) return;
    const links = $$("#main .row-link");
    const at = links.indexOf(document.activeElement);
    if (!links.length || (e.key.startsWith("Arrow") && at < 0)) return;
    e.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, at + step))].focus();
  });

  // Who changes the language comes back to where they are, also when only the main region has changed since.
  document.addEventListener("submit", (e) => {
    if (e.target.getAttribute("action") === "/idioma") e.target.elements.next.value = location.pathname + location.search;
  });

  // A form that leaves without htmx shows that it is on its way, and is not sent twice.
  document.addEventListener("submit", (e) => {
    if (e.defaultPrevented) return;
    const button = e.submitter || $("button[type=submit]", e.target);
    if (button?.matches(".button")) setTimeout(() => button.setAttribute("aria-busy", "true"));
  });
  addEventListener("pageshow", () => $$(".button[aria-busy]").forEach((b) => b.removeAttribute("aria-busy")));

  // How a person likes the screen is kept in a cookie, so that the server draws it right from the first byte.
  document.addEventListener("change", (e) => {
    const choice = e.target.closest("[data-cookie]");
    if (!choice) return;
    document.cookie = `${choice.dataset.cookie}=${e.target.value}; path=/; max-age=31536000; SameSite=Lax`;
    if (e.target.value) document.documentElement.dataset.theme = e.target.value;
    else delete document.documentElement.dataset.theme;
  });

  // Where one is: the place of the navigation that the address lies under. Going back and forth asks for the main region
  // alone, so the mark is moved here.
  const mark = () => {
    const links = $$("#nav a[data-under]");
    const under = (a) => location.pathname === a.dataset.under || location.pathname.startsWith(a.dataset.under + "/");
    const here = links.filter(under).sort((a, b) => b.dataset.under.length - a.dataset.under.length)[0];
    for (const link of links) {
      if (link === here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };

  // Whether the server answers. A request that was let go on purpose is no failure.
  const offline = (is) => { const bar = $("#offline"); if (bar) bar.hidden = !is; };
  const busy = (ctx, is) => {
    if (ctx?.target?.id !== "main") return;
    if (is) $("#main")?.setAttribute("aria-busy", "true");
    else $("#main")?.removeAttribute("aria-busy");
  };

  // A form that a person has touched is theirs until it is sent: nothing that comes by itself may replace it, wherever the
  // focus is. One that came back with what is to be mended holds what they wrote.
  const touched = new WeakSet();
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (e) => { if (e.target.form) touched.add(e.target.form); });
  }
  const writing = () => typing(document.activeElement) || $("dialog[open]") ||
    $$("#main form").some((form) => touched.has(form));

  let heights = new Map();

  // htmx tells an extension everything, also of elements that have just been replaced, whose events reach nobody.
  window.htmx?.registerExtension("aldia", {
    htmx_before_request: (_, { ctx }) => { busy(ctx, true); },
    htmx_finally_request: (_, { ctx }) => {
      busy(ctx, false);
      const sent = ctx?.sourceElement?.closest?.("form");
      if (sent && ctx.response?.raw.ok) touched.delete(sent);
      if (ctx?.response?.status === 422) $$("#main form[method=post]").forEach((form) => touched.add(form));
    },
    htmx_after_request: () => { offline(false); },
    htmx_error: (_, { error }) => { if (error instanceof TypeError) offline(true); },
    htmx_sse_after_connection: () => { offline(false); },
    htmx_sse_error: (_, { status }) => { if (!status) offline(true); },
    // A field that was made higher has its height in a style attribute, which htmx would copy to the new page and the
    // content policy forbid. The height is taken off here and given back as a script may.
    htmx_before_swap: () => {
      heights = new Map();
      for (const field of $$("#main [id][style]")) {
        heights.set(field.id, field.style.height);
        field.removeAttribute("style");
      }
    },
    // After navigation inside the frame the heading of the new page has the focus, and so is read out; where a field
    // has it, the heading is said.
    htmx_after_swap: (_, { ctx }) => {
      for (const field of $$("#main textarea[id]")) {
        if (heights.get(field.id)) field.style.height = heights.get(field.id);
      }
      dress(document);
      const main = $("#main");
      if (ctx.target?.id !== "main" || !main || ctx.swap === "outerMorph") return;
      mark();
      const first = $("[autofocus]", main) || $(".wrong input, .wrong select, .wrong textarea", main);
      const heading = $("h1", main);
      (first || heading || main).focus({ preventScroll: !first });
      if (first) say(heading?.textContent ?? "");
    },
  });
  // The stream has missed something: what one sees is fetched anew, in place, unless one is in the middle of writing.
  document.addEventListener("resync", () => {
    if (!$("#main") || writing()) return;
    htmx.ajax("GET", location.pathname + location.search, { target: "#main", swap: "outerMorph" });
  });
  addEventListener("offline", () => offline(true));
  addEventListener("online", () => offline(false));

  dress(document);
  // A form that came back as a page of its own, as one with a file does, has the focus where it is to be mended.
  if (!$("#main [autofocus]")) $("#main .wrong :is(input, select, textarea)")?.focus();
})();
