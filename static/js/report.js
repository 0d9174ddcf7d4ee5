// What somebody types in a report is never lost: it is kept on this device too, for when the session or the line is
// gone. By person and measure; thrown away when it is sent, after two weeks, and when somebody signs out (site.js).
(function () {
  "use strict";

  var PREFIX = "melding:";
  var KEPT_FOR = 14 * 24 * 3600 * 1000;
  var NAMES = ["state", "reason", "changed", "following", "progress", "phase", "answer"];
  var HIDDEN = ["submission", "based_on", "round", "corrects"];

  function keyOf(user, assignment) {
    return PREFIX + user + ":" + assignment;
  }

  function store(action) {
    try {
      return action(window.localStorage);
    } catch (_error) {
      return null; // no room, or the browser keeps nothing for us: the draft on the server remains
    }
  }

  function read(key) {
    return store(function (kept) {
      return JSON.parse(kept.getItem(key));
    });
  }

  function forget(key) {
    store(function (kept) {
      kept.removeItem(key);
    });
  }

  function valuesOf(form, names) {
    var data = new FormData(form);
    var values = {};
    names.forEach(function (name) {
      values[name] = String(data.get(name) || "").replace(/\r\n/g, "\n");
    });
    return values;
  }

  function fill(form, values) {
    Object.keys(values).forEach(function (name) {
      var field = form.elements[name];
      if (field) field.value = values[name];
    });
  }

  function note(name, time) {
    var place = document.querySelector("[data-report-note]");
    var words = document.querySelector('template[data-note="' + name + '"]');
    if (!place || !words) return;
    place.replaceChildren(words.content.cloneNode(true));
    var slot = place.querySelector("[data-note-time]");
    if (slot && time) {
      slot.textContent = new Date(time).toLocaleString("nl-NL", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    }
    place.scrollIntoView({ block: "nearest" });
  }

  function clearNote() {
    var place = document.querySelector("[data-report-note]");
    if (place) place.replaceChildren();
  }

  function tidyUp() {
    store(function (kept) {
      Object.keys(kept).forEach(function (key) {
        if (key.indexOf(PREFIX) !== 0) return;
        var old = read(key);
        if (!old || Date.now() - old.at > KEPT_FOR) kept.removeItem(key);
      });
    });
  }

  // Put back what this device kept, when it is newer than what the server kept and says something else.
  function restore(form) {
    var key = keyOf(form.dataset.reportUser, form.dataset.reportForm);
    var old = read(key);
    if (!old) return;
    var savedAt = Date.parse(form.dataset.savedAt || "") || 0;
    var now = valuesOf(form, NAMES);
    var differs = NAMES.some(function (name) {
      return form.elements[name] && (old.values[name] || "") !== now[name];
    });
    if (!differs || old.at + 2000 < savedAt) return forget(key);
    fill(form, old.values);
    fill(form, old.hidden);
    note("restored", old.at);
  }

  function begin(root) {
    root.querySelectorAll("[data-report-sent]").forEach(function (sent) {
      forget(keyOf(sent.dataset.reportUser, sent.dataset.reportSent));
      clearNote();
    });
    root.querySelectorAll("[data-report-conflict]").forEach(function (both) {
      // The server keeps the text of a conflict as a draft.
      forget(keyOf(both.dataset.reportUser, both.dataset.reportConflict));
      clearNote();
    });
    root.querySelectorAll("form[data-report-form]").forEach(restore);
  }

  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-report-form]");
    if (!form) return;
    var kept = { at: Date.now(), values: valuesOf(form, NAMES), hidden: valuesOf(form, HIDDEN) };
    store(function (place) {
      place.setItem(keyOf(form.dataset.reportUser, form.dataset.reportForm), JSON.stringify(kept));
    });
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-forget-text]")) return;
    var form = document.querySelector("form[data-report-form]");
    if (form) forget(keyOf(form.dataset.reportUser, form.dataset.reportForm));
    var drop = document.querySelector("form[data-drop-draft] button");
    if (drop) drop.click();
    else window.location.reload();
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form[data-drop-draft]")) return;
    var here = document.querySelector("[data-report-user]");
    if (here) forget(keyOf(here.dataset.reportUser, here.dataset.reportForm || here.dataset.reportConflict));
  });

  function pathOf(address) {
    return new URL(address, window.location.href).pathname;
  }

  // Instead of what was asked came the page to sign in: the session is gone, the page stays as it is.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail.xhr;
    if (answer.responseURL && pathOf(answer.responseURL) !== pathOf(event.detail.pathInfo.requestPath)) {
      event.detail.shouldSwap = false;
      note("signed-out");
    } else if (answer.status === 403) {
      if (answer.responseText.indexOf('id="melding"') >= 0) event.detail.shouldSwap = event.detail.target.id === "melding";
      else note("refused");
    } else if (answer.status >= 400) {
      note("failed");
    } else {
      var place = document.querySelector("[data-report-note]");
      if (place && !place.querySelector("[data-forget-text]")) clearNote();
    }
  });

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () {
      note("failed");
    });
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    begin(document);
    var wrong = event.target.querySelector && event.target.querySelector("[data-error-summary]");
    if (wrong) wrong.focus();
  });

  tidyUp();
  begin(document);
})();
