// Turns the picture of a figure into one that answers: its SVG, and below it the controls of its
// kind. It runs once for each output, loads nothing, and leaves no global behind.
((data) => {
  const root = (document.currentScript || document).getRootNode();
  const figure = [...root.querySelectorAll("figure[data-descent-KIND='HASH']")].find(
    (candidate) => candidate.querySelector(":scope > img"),
  );
  if (!figure || !window.DecompressionStream) return;

  const style = `
    :host { display: block; background: #fff; color: #212121; font: 16px/1.5 sans-serif; }
    svg { display: block; width: 100%; height: auto; }
    .bar { display: flex; flex-wrap: wrap; gap: .3em .6em; align-items: center; padding: .2em .5em; }
    button { font: inherit; min-width: 2.6em; padding: .15em .5em; cursor: pointer;
      color: inherit; background: #f1f1f1; border: 1px solid #8a8a8a; border-radius: 4px; }
    button:hover { background: #e2e2e2; }
    :focus-visible { outline: 3px solid #0072b2; outline-offset: 2px; }
    label { display: flex; gap: .5em; align-items: center; flex: 1 1 14em; }
    input { flex: 1; min-width: 6em; accent-color: #0072b2; }
    output { font-variant-numeric: tabular-nums; }
    dl { display: flex; flex-wrap: wrap; gap: .1em 1.6em; margin: 0; padding: 0 .5em .4em; }
    dl div { display: flex; gap: .5em; min-width: 11em; }
    dt { color: #555; } dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
    @media print { .bar { display: none; } }`;

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const drawn = (tag, attributes, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    parent.append(made);
    return made;
  };

  const button = (text, label, act) => {
    const made = element("button", { type: "button", textContent: text, title: label, onclick: act });
    made.setAttribute("aria-label", label);
    return made;
  };

  const range = (label, properties) => {
    const made = element("input", { type: "range", ...properties });
    made.setAttribute("aria-label", label);
    return made;
  };

  const readings = (texts) =>
    element("dl", {},
      ...texts.map(([name, text]) => element("div", {}, element("dt", { textContent: name }), text)));

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  CONTROLS

  const show = (shown) => {
    const host = element("div");
    const shadow = host.attachShadow({ mode: "open" });
    const page = new DOMParser().parseFromString(shown.svg, "image/svg+xml").documentElement;
    page.setAttribute("role", "img");
    page.setAttribute("aria-label", figure.querySelector("img").alt);
    shadow.append(element("style", { textContent: style }), ...controls(shown, page, host));

    // Jupyter takes keys from a focused button or slider: 'd d' would delete the cell. It leaves
    // an element with this attribute alone; with Ctrl or Meta held, Ctrl+S say, it may have them.
    const suppress = "data-lm-suppress-shortcuts";
    host.setAttribute(suppress, "true");
    host.addEventListener("keydown", (event) => {
      host.toggleAttribute(suppress, !(event.ctrlKey || event.metaKey));
      if (event.key === "Escape") {
        shadow.activeElement?.blur();
        host.closest(".jp-Cell, .jp-Notebook, [tabindex]")?.focus();
      } else if (!event.ctrlKey && !event.metaKey) {
        event.stopPropagation();
      }
    });
    host.addEventListener("keyup", () => host.toggleAttribute(suppress, true));

    figure.querySelector("img").replaceWith(host);
  };

  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  // Where it cannot be read, the picture stays.
  new Response(stream).json().then(show, () => {});
})
