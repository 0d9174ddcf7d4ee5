// A slider shows its value while it moves.
(function () {
  "use strict";

  document.addEventListener("input", function (event) {
    var slider = event.target.closest("input[type=range][data-output]");
    if (slider) document.getElementById(slider.dataset.output).textContent = slider.value + "\u00a0%";
  });
})();
