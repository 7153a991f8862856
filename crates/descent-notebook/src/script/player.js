// A player: each step is a group of the SVG; a frame only shows and hides groups.
const controls = ({ runs, words }, page, host) => {
  const groups = runs.map((run) =>
    run.steps.map(([layer]) => {
      const group = drawn("g", { style: "display:none" }, page);
      group.innerHTML = layer;
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
  const slider = range(words.step, { min: 0, value: step });
  const runSlider = range(words.run, { min: 0, max: runs.length - 1, value: 0 });
  const runName = element("output");
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
  draw();
  return [
    element("style", { textContent: ".now circle { stroke: #212121; stroke-width: 24px; }" }),
    page, bar, ...(runs.length > 1 ? [runBar] : []), readings(texts),
  ];
};
