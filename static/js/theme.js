// Runs in the head, before anything is drawn, so that a dark page never flashes white.
// The choice (light, dark, system) stays on this device; without one the page follows the system.
(function () {
  "use strict";
  var KEY = "kwaliteitsagenda-theme";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return window.localStorage.getItem(KEY) || "system";
    } catch (error) {
      return "system"; // storage is closed to us; the page still works
    }
  }

  function apply() {
    var chosen = choice();
    var theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
    if (root.getAttribute("data-bs-theme") === theme) return;
    root.setAttribute("data-bs-theme", theme);
    document.dispatchEvent(new CustomEvent("themechange", { detail: { theme: theme } }));
  }

  window.siteTheme = {
    choice: choice,
    choose: function (value) {
      try {
        window.localStorage.setItem(KEY, value);
      } catch (error) {
        // Not kept for the next page.
      }
      apply();
    },
  };

  root.classList.add("has-js");
  dark.addEventListener("change", apply);
  apply();
})();
