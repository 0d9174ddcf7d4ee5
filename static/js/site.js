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

  // What stood in the way of an answer: words from _parts/notes.html, above the page, read aloud.
  window.siteNote = {
    show: function (name, time) {
      var place = document.querySelector("[data-note-place]");
      var words = document.querySelector('template[data-note="' + name + '"]');
      if (!place || !words) return;
      place.replaceChildren(words.content.cloneNode(true));
      var slot = place.querySelector("[data-note-time]");
      if (slot && time) {
        var at = new Date(time);
        var day = at.toLocaleDateString("nl-NL", { day: "numeric", month: "long" });
        slot.textContent = day + ", " + at.getHours() + "." + String(at.getMinutes()).padStart(2, "0") + "\u00a0uur";
      }
      place.scrollIntoView({ block: "nearest" });
    },
    clear: function () {
      var place = document.querySelector("[data-note-place]");
      if (place) place.replaceChildren();
    },
  };

  // An answer that is not what was asked never comes into the page: the page to sign in when the session is gone, or an
  // error. What asks by itself in the background says nothing but that one is signed out.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail.xhr;
    var sends = event.detail.requestConfig.verb !== "get";
    var place = event.detail.target;
    if (answer.responseURL && new URL(answer.responseURL).pathname === document.body.dataset.signIn) {
      event.detail.shouldSwap = false;
      if (!place.closest("[data-news]")) window.siteNote.show(sends ? "signed-out" : "signed-out-reading");
    } else if (answer.status === 403 && place.id && answer.responseText.indexOf('id="' + place.id + '"') >= 0) {
      event.detail.shouldSwap = true; // a refusal that is a part of the page: it says why
    } else if (answer.status >= 400) {
      if (sends) window.siteNote.show(answer.status === 403 ? "refused" : "failed");
    } else if (!document.querySelector("[data-note-place] [data-forget-text]")) {
      window.siteNote.clear();
    }
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (event.detail.requestConfig.verb !== "get") window.siteNote.show("failed");
    });
  });

  // After a refused form: to the list of what to correct.
  function toErrors(root) {
    var summary = root.querySelector && root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }
  toErrors(document);
  document.addEventListener("htmx:afterSettle", function (event) {
    toErrors(event.target);
  });

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
