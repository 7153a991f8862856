// Turns the picture of a figure into a player: the frames as an SVG whose steps are shown one
// after the other. It runs once for each output, loads nothing, and leaves no global behind.
((data) => {
  const root = (document.currentScript || document).getRootNode();
  const figure = [...root.querySelectorAll("figure[data-descent-player='HASH']")].find(
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
    .now circle { stroke: #212121; stroke-width: 24px; }
    @media print { .bar { display: none; } }`;

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  const show = ({ svg, runs, words }) => {
    const host = element("div");
    const shadow = host.attachShadow({ mode: "open" });
    const page = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    page.setAttribute("role", "img");
    page.setAttribute("aria-label", figure.querySelector("img").alt);
    // One group a step, made once; a frame only shows and hides groups.
    const groups = runs.map((run) =>
      run.steps.map(([layer]) => {
        const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
        group.innerHTML = layer;
        group.style.display = "none";
        page.append(group);
        return group;
      }),
    );

    let run = 0;
    let step = runs[0].steps.length - 1;
    let timer = null;
    const last = () => runs[run].steps.length - 1;
    const texts = ["step", "point", "value", "gradient"].map((name) => [
      words[name], element("dd", { className: name }),
    ]);
    const slider = element("input", { type: "range", min: 0, value: step });
    slider.setAttribute("aria-label", words.step);
    const runSlider = element("input", { type: "range", min: 0, max: runs.length - 1, value: 0 });
    runSlider.setAttribute("aria-label", words.run);
    const runName = element("output");
    const button = (text, label, act) => {
      const made = element("button", { type: "button", textContent: text, title: label, onclick: act });
      made.setAttribute("aria-label", label);
      return made;
    };
    const play = button("▶", words.play, () => (timer ? pause() : start()));

    const draw = () => {
      groups.forEach((steps, r) => steps.forEach((group, k) => {
        group.style.display = r === run && k <= step ? "" : "none";
        group.classList.toggle("now", r === run && k === step);
      }));
      const [, point, value, gradient] = runs[run].steps[step];
      const shown = [filled(words.place, { step, last: last() }), point, value, gradient];
      texts.forEach(([, text], i) => (text.textContent = shown[i]));
      slider.max = last();
      slider.value = step;
      slider.setAttribute("aria-valuetext", filled(words.reading, { step, value }));
      runSlider.value = run;
      runSlider.setAttribute("aria-valuetext", runs[run].label);
      runName.textContent = runs[run].label;
    };
    const go = (to) => {
      step = Math.max(0, Math.min(last(), to));
      draw();
    };
    const pause = () => {
      clearInterval(timer);
      timer = null;
      play.textContent = "▶";
      play.setAttribute("aria-label", words.play);
    };
    const start = () => {
      if (step === last()) go(0);
      play.textContent = "❚❚";
      play.setAttribute("aria-label", words.pause);
      // A run takes about eight seconds, whatever its length, but no step less than 40 ms.
      const wait = Math.max(40, Math.min(600, 8000 / (last() + 1)));
      timer = setInterval(() => {
        if (!host.isConnected || step >= last()) return pause();
        go(step + 1);
      }, wait);
    };
    slider.oninput = () => (pause(), go(+slider.value));
    runSlider.oninput = () => {
      // The same step of another run; the end stays the end.
      const atEnd = step === last();
      run = +runSlider.value;
      go(atEnd ? last() : step);
    };

    const bar = element("div", { className: "bar" },
      button("‹", words.back, () => (pause(), go(step - 1))),
      play,
      button("›", words.on, () => (pause(), go(step + 1))),
      element("label", {}, words.step, slider));
    const runBar = element("div", { className: "bar" },
      element("label", {}, words.run, runSlider, runName));
    const readings = element("dl", {},
      ...texts.map(([name, text]) => element("div", {}, element("dt", { textContent: name }), text)));
    shadow.append(element("style", { textContent: style }), page, bar,
      ...(runs.length > 1 ? [runBar] : []), readings);

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
    draw();
  };

  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  // Where it cannot be read, the picture stays.
  new Response(stream).json().then(show, () => {});
})
