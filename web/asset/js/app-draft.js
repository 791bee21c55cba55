// What somebody has written into a case and not saved outlives the page: a session that ends, a browser that is loaded
// anew, a line that breaks. It stays in this tab's own storage and is sent nowhere; it comes back to the same person in
// the same case and to nobody else, and goes when it is saved, discarded, a day old, or when somebody signs out. With it
// comes back the key of its form, so that what did arrive is not kept a second time.
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const prefix = "aldia.draft ";
  const life = 24 * 3600 * 1000; // web/desk/result.go says the same
  const most = 20; // of one tab: the oldest goes

  const drafts = () => Object.keys(sessionStorage).filter((k) => k.startsWith(prefix));
  const forget = (key) => { try { sessionStorage.removeItem(prefix + key); } catch { /* storage is off */ } };
  const read = (key) => {
    try { return JSON.parse(sessionStorage.getItem(prefix + key)); } catch { return null; }
  };
  const write = (key, draft) => {
    try {
      sessionStorage.setItem(prefix + key, JSON.stringify(draft));
      const all = drafts().map((k) => k.slice(prefix.length)).sort((a, b) => read(a)?.at - read(b)?.at);
      all.slice(0, Math.max(0, all.length - most)).forEach(forget);
    } catch { /* storage is full or off: the form works without it */ }
  };
  // What is too old, and what somebody else wrote in this tab before, goes.
  const sweep = (who) => {
    try {
      for (const key of drafts().map((k) => k.slice(prefix.length))) {
        if (!(Date.now() - read(key)?.at < life) || (who && key.split(" ")[0] !== who)) forget(key);
      }
    } catch { /* storage is off */ }
  };

  const fixed = new Set(["key", "started", "drafted", "anyway", "then"]);
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";
  const fields = (form) => [...form.elements].filter((f) => f.name && !fixed.has(f.name) && f.type !== "hidden" &&
    !f.matches("button, fieldset"));

  const keep = (form, typed) => {
    if (form.dataset.restoring) return;
    const was = read(form.dataset.draft);
    const same = was?.key === form.elements.key.value;
    const draft = { at: Date.now(), key: form.elements.key.value, typed: typed || (same && was.typed), ticks: {}, words: {},
      started: form.elements.drafted.value || form.elements.started.value };
    for (const field of fields(form)) {
      if (field.disabled) continue;
      if (!ticked(field)) draft.words[field.id || field.name] = field.value;
      else (draft.ticks[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    }
    write(form.dataset.draft, draft);
  };

  const restore = (form, draft) => {
    form.elements.key.value = draft.key;
    form.elements.drafted.value = draft.started;
    for (const field of fields(form)) {
      if (!ticked(field)) {
        const words = draft.words[field.id || field.name];
        if (words !== undefined && (field.type !== "select-one" || [...field.options].some((o) => o.value === words))) {
          field.value = words;
        }
      } else if (draft.ticks[field.name]) field.checked = draft.ticks[field.name].includes(field.value);
    }
    form.closest(".case-result")?.removeAttribute("hidden");
    const told = $("[data-draft-told]", form);
    if (told) told.hidden = false;
    form.dataset.restored = "1";
    // The levels below what is chosen appear, as when it is chosen by hand.
    form.dataset.restoring = "1";
    $("input[name=contact]", form)?.dispatchEvent(new Event("change", { bubbles: true }));
    delete form.dataset.restoring;
    told?.focus({ preventScroll: true });
    told?.scrollIntoView({ block: "nearest" });
  };

  let current = ""; // the draft of the case that is open
  const dress = () => {
    const form = $("form[data-draft]");
    const key = form?.dataset.draft ?? "";
    // Who leaves a case by their own will leaves mere choices behind; what was typed awaits them.
    if (current && key !== current && !read(current)?.typed) forget(current);
    current = key;
    if (!form || form.dataset.drafted) return;
    form.dataset.drafted = "1";
    sweep(key.split(" ")[0]);
    const draft = read(key);
    // A form with the draft's own key was sent and came back with what is to be mended: it holds all that was written.
    if (draft && draft.key !== form.elements.key.value) restore(form, draft);
  };

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (e) => {
      const form = e.target.form;
      if (!form?.dataset.draft || !form.dataset.drafted || fixed.has(e.target.name)) return;
      keep(form, kind === "input" && e.target.matches("textarea, input") && !ticked(e.target));
    });
  }

  document.addEventListener("click", (e) => {
    if (!e.target.closest("[data-draft-drop]")) return;
    forget(e.target.closest("form").dataset.draft);
    current = "";
    location.reload(); // the case as it is, with an empty form
  });

  document.addEventListener("submit", (e) => {
    if (e.target.getAttribute("action") === "/salir") drafts().forEach((k) => forget(k.slice(prefix.length)));
  });

  // What was taken is no draft any more. The answer to it leads elsewhere; one that asks to sign in does not take it.
  const sent = new WeakMap();
  window.htmx?.registerExtension("aldia-draft", {
    htmx_before_request: (_, { ctx }) => {
      const form = ctx.sourceElement?.closest?.("form[data-draft]");
      if (form && ctx.request.method?.toUpperCase() === "POST") sent.set(ctx, form.dataset.draft);
    },
    htmx_after_request: (_, { ctx }) => {
      const raw = ctx.response?.raw;
      if (sent.has(ctx) && (raw?.redirected || raw?.ok)) forget(sent.get(ctx));
    },
  });

  sweep("");
  new MutationObserver(dress).observe(document.documentElement, { childList: true, subtree: true });
  dress();
})();
