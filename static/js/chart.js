/* Draws the large chart of a page from the figure that the server built. The table beside it says the same. */
(function () {
  "use strict";

  const place = document.getElementById("grafiek");
  const data = document.getElementById("grafiek-gegevens");
  if (!place || !data || !window.Plotly) {
    return;
  }

  Plotly.register({
    moduleType: "locale",
    name: "nl",
    dictionary: {},
    format: {
      days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
      shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
      months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
      shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
      date: "%d-%m-%Y",
      decimal: ",",
      thousands: ".",
    },
  });

  const figure = JSON.parse(data.textContent);

  /* Asks the style sheet for a colour by its name; light-dark() is only worked out where it is used. */
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);

  function colour(name) {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  }

  function filled(value) {
    if (typeof value === "string") {
      return value.startsWith("var(--") ? colour(value) : value;
    }
    if (Array.isArray(value)) {
      return value.map(filled);
    }
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
    }
    return value;
  }

  function draw() {
    const layout = filled(figure.layout);
    layout.separators = ",.";
    const narrow = place.clientWidth < 560;
    if (narrow) {
      layout.margin = { l: 48, r: 4, t: 8, b: 104 };
      layout.xaxis.dtick = "M24";
      layout.legend.y = -0.18;
    }
    const traces = filled(figure.data).map((trace) => (narrow && trace.text ? { ...trace, textposition: "top left" } : trace));
    Plotly.react(place, traces, layout, { displayModeBar: false, responsive: true, locale: "nl" });
  }

  draw();
  document.addEventListener("themechange", draw);

  /* Paper is narrower than most screens: without this the chart would be cut off at its right edge. */
  const PAPER_WIDTH = 640;
  window.addEventListener("beforeprint", () => Plotly.relayout(place, { autosize: false, width: PAPER_WIDTH }));
  window.addEventListener("afterprint", () => Plotly.relayout(place, { autosize: true, width: null }));
})();
