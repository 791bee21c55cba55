// The form of a result by keyboard alone. Three levels stand in the page; the next one appears when the one above it is
// chosen, and digits choose in the one that is asked now. Without this script all of them are shown.
(() => {
  "use strict";

  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const letters = "abcdefhmopqrstuvwxyz"; // for the tenth choice on; g, i, j, k, l and n go elsewhere

  const chosen = (form, name) => $$(`input[name="${name}"]:checked, select[name="${name}"]`, form)
    .find((i) => !i.disabled)?.value ?? "";
  const turn = (block, on) => {
    block.hidden = !on;
    for (const field of $$("input, select, textarea", block)) field.disabled = !on;
  };

  // keysOf names the keys that choose among so many: "1–4", or "1–9 a–c" where there are more than digits.
  const keysOf = (n) => {
    if (n < 2) return String(n);
    if (n <= 9) return `1–${n}`;
    const last = letters[Math.min(n - 9, letters.length) - 1];
    return last === "a" ? "1–9 a" : `1–9 a–${last}`;
  };

  // look shows what belongs to what is chosen, from the top down, and says which list the digits are for.
  const look = (form) => {
    for (const block of $$("[data-when]", form)) {
      const [name, value] = block.dataset.when.split("=");
      turn(block, chosen(form, name) === value);
    }
    // A reason that is asked for and not chosen yet is no leaf; one that may be left out is.
    const leaf = chosen(form, "reason") || chosen(form, "result");
    for (const block of $$("[data-asked-by]", form)) {
      turn(block, leaf !== "" && block.dataset.askedBy.split(" ").includes(leaf));
    }
    form.classList.toggle("note-asked", !!form.querySelector("[data-asks-note]:not([hidden])"));
    const levels = $$(".radios", form).filter((l) => !l.closest("[hidden]"));
    for (const level of $$(".radios", form)) {
      level.toggleAttribute("data-digits", level === levels.at(-1));
      level.classList.toggle("settled", level !== levels.at(-1) && !!level.querySelector("input:checked"));
    }
    const hint = form.closest(".card")?.querySelector(".key-hints kbd");
    if (hint && levels.length) hint.textContent = keysOf($$("label", levels.at(-1)).length);
  };

  // While the next page is on its way, what is typed is meant for it: the former case gets none of it. Choices are made
  // on the new case when it is there. Enter is not, nor what follows it: nobody saves a case that they have not seen.
  // When the same case comes back, with what is to be mended, keys are for it from the moment that it is there, and are
  // struck when the page has settled: until then the focus moves about.
  let on = null; // what is being left: the key of its form, and whether it has come back
  let ahead = [];
  let ended = false;
  const formKey = () => document.querySelector("form[data-tree]")?.elements.key.value ?? "";
  const elsewhere = (e) => e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.(".top, dialog");
  document.addEventListener("keydown", (e) => {
    if (!on || elsewhere(e) || (e.key.length !== 1 && !["Enter", "Backspace", "ArrowLeft"].includes(e.key))) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (e.key === "Enter" && !on.back) ended = true;
    else if (!ended && !e.repeat && ahead.length < 40) ahead.push(e.key);
  }, true);
  document.addEventListener("submit", (e) => {
    if (!on || on.back || !e.target.matches("form[data-tree], form[action='/siguiente']")) return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
  const save = (form) => { if (form && chosen(form, "contact")) form.requestSubmit(form.querySelector(".button.primary")); };
  const strike = (key) => {
    const at = document.activeElement ?? document.body;
    if (key === "Enter" && !at.matches("textarea")) {
      if (at.matches("a, button, summary")) at.click();
      else save(document.querySelector("form[data-tree]"));
      return;
    }
    if (at.matches("textarea, input:not([type=radio], [type=checkbox])")) {
      const sign = key === "Enter" ? "\n" : key;
      if (sign.length !== 1 || at.selectionStart === null) return;
      at.setRangeText(sign, at.selectionStart, at.selectionEnd, "end");
      at.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    if (key.length === 1 && !/[1-9]/.test(key) && !letters.includes(key)) return;
    for (const type of ["keydown", "keyup"]) {
      at.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
    }
  };
  window.htmx?.registerExtension("aldia-desk", {
    htmx_before_request: (_, { ctx }) => {
      if (ctx?.target?.id === "main") { on = { key: formKey(), ctx }; ahead = []; ended = false; }
    },
    htmx_finally_request: (_, { ctx }) => {
      if (!on || on.ctx !== ctx) return;
      const [left, keys, back] = [on.key, ahead, on.back];
      on = null;
      ahead = [];
      // The page was shown from its beginning; what is to be mended may stand farther down.
      document.querySelector("form[data-tree] > .alert[autofocus]")?.scrollIntoView({ block: "nearest" });
      if (!formKey() || formKey() === left && !back) return;
      dressAll();
      // Who finds what they had written before reads it first: the keys were meant for an empty form.
      if (back || !document.querySelector("form[data-restored]")) keys.forEach(strike);
    },
  });

  // A letter that chooses must not also be written into the field that the choice brings up: the focus goes there when
  // the key is let go.
  let down = false;
  let later = null;
  document.addEventListener("keydown", () => { down = true; }, true);
  document.addEventListener("keyup", () => { down = false; later?.(); later = null; }, true);
  const whenKeysRest = (f) => { if (down) later = f; else f(); };

  // first is the field that a choice has brought up, where one goes on typing.
  const first = (form) => $$("[data-asked-by] input", form).find((i) => !i.disabled && i.offsetParent) ??
    (form.matches(".note-asked") ? form.elements.note : undefined);

  const dress = (form) => {
    if (form.dataset.dressed) return;
    form.dataset.dressed = "1";
    if (on && form.elements.key.value === on.key) { on.back = true; ahead = []; ended = false; }
    for (const level of $$(".radios", form)) {
      $$("label", level).slice(9).forEach((label, n) => {
        const key = document.createElement("kbd");
        key.setAttribute("aria-hidden", "true");
        key.textContent = letters[n] ?? "";
        label.append(key);
      });
    }
    form.addEventListener("change", (e) => {
      if (e.target.type !== "radio" && e.target.name !== "reason") return;
      look(form);
      if (e.target.type !== "radio" || e.target.name === "contact") return;
      whenKeysRest(() => {
        const field = first(form);
        if (field) { field.focus(); field.select?.(); }
      });
    });
    // Pressing what was chosen goes back to that level.
    form.addEventListener("click", (e) => {
      const level = e.target.closest(".radios.settled");
      if (!level || e.target.type !== "radio" || down) return;
      e.target.checked = false;
      look(form);
    });
    look(form);
  };

  document.addEventListener("keydown", (e) => {
    const form = document.querySelector("form[data-tree]");
    if (!form || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
    if (e.target.closest("input:not([type=radio]), textarea, select")) return;
    if (e.key === "ArrowLeft" || e.key === "Backspace") {
      // One level back: the last choice is taken back, and its list has the digits again.
      const last = $$("input[type=radio]:checked", form).filter((i) => !i.disabled).at(-1);
      if (!last) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      last.checked = false;
      look(form);
      last.focus();
      return;
    }
    const level = form.querySelector("[data-digits]");
    const choice = level && $$("input", level).slice(9)[letters.indexOf(e.key)];
    if (choice && letters.includes(e.key)) {
      e.preventDefault();
      e.stopImmediatePropagation();
      choice.focus();
      choice.click();
      return;
    }
    // Enter saves from wherever one is, unless it presses what has the focus.
    if (e.key === "Enter" && chosen(form, "contact") && !e.target.closest("a, button, summary, input")) {
      e.preventDefault();
      save(form);
    }
  });

  // A line of the summary leads to its field, or to the first choice of its list.
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-mend]");
    const at = link && document.getElementById(link.hash.slice(1));
    if (!at) return;
    e.preventDefault();
    if (at.matches("details")) at.open = true;
    (at.matches("input, select, textarea") ? at : at.querySelector("input") ?? at).focus();
  });

  // A number that is dialled is the one that the result is about.
  document.addEventListener("click", async (e) => {
    const dialled = e.target.closest("[data-call]");
    const point = document.querySelector("form[data-tree] [name=contact_point]");
    if (dialled && point) point.value = dialled.dataset.call;
    const copy = e.target.closest("[data-copy]");
    if (!copy || !navigator.clipboard) return;
    await navigator.clipboard.writeText(copy.dataset.copy);
    const region = document.getElementById("live-region");
    if (region) region.textContent = copy.dataset.copied;
    copy.classList.add("copied");
    setTimeout(() => copy.classList.remove("copied"), 1500);
  });

  const dressAll = () => $$("form[data-tree]").forEach(dress);
  new MutationObserver(dressAll).observe(document.documentElement, { childList: true, subtree: true });
  dressAll();
})();
