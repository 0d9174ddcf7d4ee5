// Asks once a minute whether figures changed, only while somebody can see the page, and until it was told.
(function () {
  "use strict";

  var EVERY = 60 * 1000;
  var place = document.querySelector("[data-news]");
  if (!place) return;
  var asked = Date.now();

  function ask() {
    if (document.visibilityState !== "visible" || place.childElementCount || Date.now() - asked < EVERY) return;
    asked = Date.now();
    place.dispatchEvent(new CustomEvent("news"));
  }

  setInterval(ask, EVERY / 4);
  // Back on this tab after a while: at once.
  document.addEventListener("visibilitychange", ask);
})();
