// What pages do beyond what HTML does by itself. Every page works without this file.
(() => {
  "use strict";

  const patience = 300; // milliseconds before anything says that it is waiting
  const page = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  // Waiting: one thin bar for the page, aria-busy on what is being replaced.
  let underWay = 0;
  let timer;
  const wait = () => {
    underWay += 1;
    timer = timer || setTimeout(() => page.classList.add("waiting"), patience);
  };
  const arrive = () => {
    underWay = Math.max(0, underWay - 1);
    if (underWay) return;
    clearTimeout(timer);
    timer = undefined;
    page.classList.remove("waiting");
  };
  addEventListener("submit", (event) => { if (!event.defaultPrevented) wait(); });
  addEventListener("pageshow", () => { underWay = 0; arrive(); });
  document.addEventListener("htmx:beforeRequest", (event) => {
    event.detail.target.setAttribute("aria-busy", "true");
    wait();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    event.detail.target.removeAttribute("aria-busy");
    arrive();
  });

  // Colleagues in the same case see that an answer is being written, never what.
  document.addEventListener("htmx:configRequest", (event) => {
    const area = find("#answer-text");
    const begun = area && area.value.trim() && area.value !== area.defaultValue;
    if (event.detail.elt.id === "presence" && begun) event.detail.parameters.writing = "1";
  });

  // A fragment that did not come: say so where a screen reader hears it, and what to do.
  const failed = () => {
    const template = find("#failed");
    const notices = find("#notices");
    if (template && notices) notices.replaceChildren(template.content.cloneNode(true));
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  // After a refused form the summary of errors is read first.
  const focusSummary = (root) => {
    const summary = root.querySelector(".error-summary");
    if (summary) summary.focus();
  };
  focusSummary(document);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.target));

  for (const print of document.querySelectorAll("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // A key such as "/term" becomes its text as soon as a space follows it.
  document.addEventListener("input", (event) => {
    const area = event.target.closest?.("#answer-text");
    const keys = find("#answer-key");
    if (!area || !keys) return;
    const typed = /(?:^|[\s(])\/([a-z][a-z0-9-]{1,29})\s$/.exec(area.value.slice(0, area.selectionStart));
    if (typed && [...keys.options].some((one) => one.value === typed[1])) find("#insert")?.click();
  });

  // The desk's keys. Single letters can be switched off (WCAG 2.1.4).
  if (!document.body.classList.contains("desk")) return;
  const choices = document.querySelectorAll("[data-keys-switch]");
  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("debiet.keys") !== "off";
      localStorage.setItem("debiet.keys", value ? "on" : "off");
    } catch { /* storage is closed: the choice holds for this page */ }
    return value ?? true;
  };
  let listening = remembered();
  for (const choice of choices) {
    choice.closest("[hidden]")?.removeAttribute("hidden");
    choice.checked = listening;
    choice.addEventListener("change", () => {
      listening = remembered(choice.checked);
      for (const other of choices) other.checked = listening;
    });
  }

  const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const current = (rows) => {
    const focused = rows.indexOf(document.activeElement.closest?.("[data-row]"));
    return focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
  };
  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
    if (!rows.length) return;
    const at = current(rows);
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
    const at = current(rows);
    if (at >= 0) rows[at].click();
  };
  // What a key opens is gone on in by keys: without this, Tab would begin at the top of the page.
  const enter = (panel, first) => {
    if (panel?.matches(":popover-open")) panel.querySelector(first)?.focus();
  };
  const use = (key) => {
    const folds = (element) => element.closest("details:not([open])");
    const element = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)]
      .find((one) => visible(one) || folds(one));
    if (!element) return false;
    const folded = element.matches("summary") ? null : folds(element);
    if (folded) folded.open = true;
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
    enter(element.popoverTargetElement, "input:not([type=hidden]), select, textarea, a[href], button");
    return true;
  };
  const goOn = () => {
    const rows = [...document.querySelectorAll("[data-row]")];
    rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + 1]?.click();
  };
  const sheet = () => {
    find("#keys")?.togglePopover?.();
    enter(find("#keys"), "button");
  };
  const does = { "next-row": () => move(1), "previous-row": () => move(-1), "open-row": open, "next-case": goOn, keys: sheet };
  // Which key does which stands in the sheet itself, made of the one table (debiet/web/keys.py).
  const fixed = {};
  for (const cap of document.querySelectorAll("#keys [data-does]")) fixed[cap.textContent] = does[cap.dataset.does];
  find("[data-keys-open]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !find("#keys")?.togglePopover) return;
    event.preventDefault();
    sheet();
  });

  // From the search box down into what it suggests, and back up.
  find(".finder")?.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [find("#finder"), ...document.querySelectorAll("#suggestions a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    next.focus();
    event.preventDefault();
  });

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) typing.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const send = event.target.closest?.("form")?.querySelector("[data-send]");
      if (send) send.click();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!listening) return;
    if (fixed[event.key]) {
      fixed[event.key]();
      event.preventDefault();
    } else if (event.key.length === 1 && use(event.key)) {
      event.preventDefault();
    }
  });
})();
