// Facts in a story: typing {{ opens a list to choose from, and buttons put a reference or a sentence in the text.
(function () {
  "use strict";

  var MOST = 12;
  var form = document.querySelector("form[data-story]");
  var source = document.getElementById("gegevens-lijst");
  if (!form || !source) return;

  var facts = JSON.parse(source.textContent).map(function (row) {
    return { key: row[0], label: row[1], shown: row[2], words: (row[1] + " " + row[0]).toLowerCase() };
  });
  var last = form.querySelector("[data-story-text]");

  function found(asked) {
    var words = asked.toLowerCase().split(/\s+/).filter(Boolean);
    return facts.filter(function (fact) {
      return words.every(function (word) {
        return fact.words.indexOf(word) >= 0;
      });
    });
  }

  // setRangeText tells nobody: without this event the draft would not be kept.
  function put(field, text, start, end) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  // A whole sentence never becomes a part of a list or of the last cell of a table.
  function putText(field, text, isSentence) {
    var before = field.value.slice(0, field.selectionStart);
    var gap = before && !/\s$/.test(before) ? " " : "";
    var line = before.slice(before.lastIndexOf("\n") + 1);
    if (isSentence && (/^\s*-/.test(line) || line.indexOf("\t") >= 0)) gap = "\n\n";
    put(field, gap + text, field.selectionStart, field.selectionEnd);
  }

  document.addEventListener("focusin", function (event) {
    if (event.target.matches("[data-story-text]")) last = event.target;
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-insert]");
    if (!button) return;
    var into = button.dataset.into ? form.elements[button.dataset.into] : last;
    putText(into, button.dataset.insert, Boolean(button.dataset.into));
  });

  // The list beside the form: what is searched for, of everything that can be chosen.
  var list = document.querySelector("[data-story-list]");
  var search = document.querySelector("[data-story-search]");
  var none = document.querySelector("[data-story-none]");
  var first = Array.from(list.children);

  function entry(fact) {
    var item = document.createElement("li");
    var button = document.createElement("button");
    var label = document.createElement("span");
    var shown = document.createElement("strong");
    button.type = "button";
    button.className = "story-fact";
    button.dataset.insert = "{{ " + fact.key + " }}";
    label.textContent = fact.label;
    shown.textContent = fact.shown;
    button.append(label, " ", shown);
    item.append(button);
    return item;
  }

  search.addEventListener("input", function () {
    var asked = search.value.trim();
    var shown = asked ? found(asked).slice(0, 4 * MOST).map(entry) : first;
    list.replaceChildren.apply(list, shown);
    none.hidden = shown.length > 0;
  });

  // While typing: a list below the text. A text of several lines cannot be a combobox, so the list is told in words.
  var said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  var box = document.createElement("ul");
  box.className = "story-box";
  box.id = "gegevens-keuze";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Kies een gegeven");
  box.hidden = true;
  var open = null; // { field, start }
  var active = 0;

  function close() {
    if (open) {
      open.field.removeAttribute("aria-activedescendant");
    }
    open = null;
    box.hidden = true;
    said.textContent = "";
  }

  function mark(place) {
    var options = box.children;
    active = (place + options.length) % options.length;
    Array.from(options).forEach(function (option, number) {
      option.setAttribute("aria-selected", String(number === active));
    });
    options[active].scrollIntoView({ block: "nearest" });
    open.field.setAttribute("aria-activedescendant", options[active].id);
  }

  function choose(option) {
    var field = open.field;
    var end = field.selectionStart;
    var closed = /^[ \t]*\}\}/.exec(field.value.slice(end));
    put(field, "{{ " + option.dataset.key + " }}", open.start, end + (closed ? closed[0].length : 0));
    close();
  }

  function look(field) {
    var before = field.value.slice(0, field.selectionStart);
    var begun = /\{\{[ \t]*([^{}\n]*)$/.exec(before);
    if (!begun) return close();
    var matches = found(begun[1]).slice(0, MOST);
    if (!matches.length) return close();
    open = { field: field, start: begun.index };
    box.replaceChildren.apply(
      box,
      matches.map(function (fact, number) {
        var option = document.createElement("li");
        option.id = "gegeven-" + number;
        option.dataset.key = fact.key;
        option.setAttribute("role", "option");
        option.textContent = fact.label + ": " + fact.shown;
        return option;
      })
    );
    field.after(box);
    box.hidden = false;
    said.textContent = matches.length + " gegevens om uit te kiezen, met de pijltjes en Enter.";
    mark(0);
  }

  form.querySelectorAll("[data-story-text]").forEach(function (field) {
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", box.id);
  });
  form.append(box, said);

  form.addEventListener("input", function (event) {
    if (event.target.matches("[data-story-text]")) look(event.target);
  });

  form.addEventListener("keydown", function (event) {
    if (!open || event.target !== open.field) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" || event.key === "Tab") choose(box.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  box.addEventListener("mousedown", function (event) {
    var option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
  });

  form.addEventListener("focusout", function (event) {
    if (open && event.target === open.field) close();
  });
})();
