// Small comforts on top of pages that work without them.
(function () {
  "use strict";

  function showTheme() {
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === window.siteTheme.choice()));
    });
  }

  function closeDrops(except) {
    document.querySelectorAll("details[data-drop][open]").forEach(function (drop) {
      if (drop !== except) drop.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-theme-choice]");
    if (button) {
      window.siteTheme.choose(button.dataset.themeChoice);
      showTheme();
    }
    closeDrops(event.target.closest("details[data-drop]"));
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var drop = event.target.closest("details[data-drop][open]");
    closeDrops(null);
    if (drop) drop.querySelector("summary").focus();
  });

  // A filter form sends itself when a choice changes; its button stays for those without JavaScript.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // A form is sent once: a second tap on a slow line would otherwise send it again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  // Whoever signs out leaves no unsent text of theirs on the device (report.js keeps it there).
  document.addEventListener("submit", function (event) {
    if (!event.target.matches(".person-sign-out")) return;
    try {
      Object.keys(window.localStorage).forEach(function (key) {
        if (key.indexOf("melding:") === 0) window.localStorage.removeItem(key);
      });
    } catch (_error) {
      // Nothing is kept where nothing may be.
    }
  });

  // After a refused form: to the list of what to correct.
  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // On a phone long tables begin folded in; what somebody came for stands open.
  if (window.matchMedia("(max-width: 40rem)").matches) {
    document.querySelectorAll("details[data-fold-narrow]").forEach(function (fold) {
      var asked = window.location.hash.slice(1);
      if (!asked || !fold.querySelector("#" + CSS.escape(asked))) fold.open = false;
    });
  }

  // On paper everything that is folded in stands open.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (fold) {
      fold.open = true;
      fold.dataset.openedForPrint = "yes";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened-for-print]").forEach(function (fold) {
      fold.open = false;
      delete fold.dataset.openedForPrint;
    });
  });

  showTheme();
})();
