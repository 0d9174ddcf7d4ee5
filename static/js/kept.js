// What somebody types in a form with data-keep is never lost: it is kept on this device too, for when the session or the
// line is gone. By person and form; thrown away when it is sent, after two weeks, and when somebody signs out. The name of
// a form is the value of data-keep, else the address of its page.
(function () {
  "use strict";

  var PREFIX = "bewaard:";
  var PENDING = "verstuurd";
  var KEPT_FOR = 14 * 24 * 3600 * 1000;
  var NOT_TYPED = ["hidden", "file", "password", "submit", "button"];

  function keyOf(name) {
    return PREFIX + document.body.dataset.user + ":" + name;
  }

  function nameOf(form) {
    return form.dataset.keep || window.location.pathname + window.location.search;
  }

  function store(action, place) {
    try {
      return action(place || window.localStorage);
    } catch (_error) {
      return null; // no room, or the browser keeps nothing for us
    }
  }

  function read(key) {
    return store(function (kept) {
      return JSON.parse(kept.getItem(key));
    });
  }

  function forget(name) {
    store(function (kept) {
      kept.removeItem(keyOf(name));
    });
  }

  function forgetAll(when) {
    store(function (kept) {
      Object.keys(kept).forEach(function (key) {
        if (key.indexOf(PREFIX) === 0 && when(key)) kept.removeItem(key);
      });
    });
  }

  function fields(form, typed) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && NOT_TYPED.indexOf(field.type) < 0 === typed;
    });
  }

  // Every name with a list of what was chosen or typed; nothing chosen is an empty list.
  function valuesOf(form) {
    var values = {};
    fields(form, true).forEach(function (field) {
      values[field.name] = [];
    });
    new FormData(form).forEach(function (value, name) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken") return;
      values[name] = (values[name] || []).concat(value.replace(/\r\n/g, "\n"));
    });
    return values;
  }

  function fill(form, values) {
    fields(form, true).concat(fields(form, false)).forEach(function (field) {
      var value = values[field.name];
      if (!value || field.type === "file") return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.indexOf(field.value) >= 0;
      else if (value.length) field.value = value[0];
    });
  }

  function keep(form) {
    store(function (kept) {
      kept.setItem(keyOf(nameOf(form)), JSON.stringify({ at: Date.now(), values: valuesOf(form) }));
    });
  }

  // Put back what this device kept, when it is newer than what the server kept and says something else.
  function restore(form) {
    var old = read(keyOf(nameOf(form)));
    if (!old) return;
    var savedAt = Date.parse(form.dataset.savedAt || "") || 0;
    if (old.at + 2000 < savedAt) return forget(nameOf(form));
    var now = valuesOf(form);
    var differs = fields(form, true).some(function (field) {
      return old.values[field.name] && String(old.values[field.name]) !== String(now[field.name]);
    });
    if (!differs) return; // a form that came back with what is wrong: not stored, so still kept here
    fill(form, old.values);
    form.dataset.restored = "yes";
    var fold = form.closest("details");
    if (fold) fold.open = true;
    window.siteNote.show("restored", old.at);
  }

  function within(root, selector) {
    var found = Array.from(root.querySelectorAll(selector));
    return root.matches && root.matches(selector) ? [root].concat(found) : found;
  }

  // What came into the page: what it says was sent or is kept by the server goes from here, other text comes back.
  function begin(root) {
    within(root, "[data-kept-sent]").forEach(function (sent) {
      forget(sent.dataset.keptSent);
      window.siteNote.clear();
    });
    within(root, "[data-kept-draft]").forEach(function (draft) {
      forget(draft.dataset.keptDraft);
    });
    within(root, "form[data-keep]").forEach(restore);
  }

  // A form that was sent by leaving the page was stored when the next page says so, and does not show it again.
  function settlePending() {
    var name = store(function (kept) {
      return kept.getItem(PENDING);
    }, window.sessionStorage);
    if (!name) return;
    store(function (kept) {
      kept.removeItem(PENDING);
    }, window.sessionStorage);
    var again = Array.from(document.querySelectorAll("form[data-keep]")).some(function (form) {
      return nameOf(form) === name;
    });
    if (!again && document.querySelector("#berichten .notice-success")) forget(name);
  }

  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-keep]");
    if (form) keep(form);
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.matches(".person-sign-out")) {
      // Whoever signs out leaves no unsent text on the device.
      forgetAll(function () {
        return true;
      });
    } else if (form.matches("form[data-drop-draft]")) {
      forget(form.dataset.dropDraft);
    } else if (form.matches("form[data-keep]")) {
      keep(form);
      if (event.defaultPrevented) return; // htmx sends it, and the page stays
      store(function (kept) {
        kept.setItem(PENDING, nameOf(form));
      }, window.sessionStorage);
    }
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-forget-text]")) return;
    document.querySelectorAll("form[data-restored]").forEach(function (form) {
      forget(nameOf(form));
    });
    var drop = document.querySelector("form[data-drop-draft] button");
    if (drop) drop.click();
    else window.location.reload();
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    begin(event.detail.elt || event.target);
  });

  forgetAll(function (key) {
    var old = read(key);
    return !old || Date.now() - old.at > KEPT_FOR;
  });
  settlePending();
  begin(document);
})();
