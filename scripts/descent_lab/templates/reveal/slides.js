// Gives each figure the width at which it fills its slide, and starts reveal.js.
(() => {
  const WIDTH = 1280;
  const HEIGHT = 720;
  const WIDEST = 1216;
  // Beside a caption of 300 pixels and a gap.
  const WIDEST_BESIDE = WIDEST - 324;
  const NARROWEST = 240;
  // A program that is higher than this stands in two columns.
  const LONG = 620;

  const slides = [...document.querySelectorAll(".slides section section")];

  const fit = (slide) => {
    slide.classList.add("measured");
    slide.style.zoom = "";
    delete slide.dataset.tooHigh;
    if (slide.children.length === 1) {
      for (const program of slide.querySelectorAll("pre")) {
        program.classList.remove("long");
        program.classList.toggle("long", program.offsetHeight > LONG);
      }
    }
    for (const figure of slide.querySelectorAll("figure.descent-figure")) {
      fill(figure, slide);
    }
    const height = slide.offsetHeight;
    if (height > HEIGHT) {
      // Whoever has changed a lesson still sees all of it; `notebooks.py slides` packs it anew.
      slide.dataset.tooHigh = height;
      slide.style.zoom = HEIGHT / height;
    }
    slide.classList.remove("measured");
  };

  // The largest width at which all of the slide is seen, with the caption where that is larger.
  const fill = (figure, slide) => {
    const widths = [true, false].map((beside) => {
      figure.classList.toggle("beside", beside);
      return largest(figure, slide, beside ? WIDEST_BESIDE : WIDEST);
    });
    const beside = widths[0] >= widths[1];
    figure.classList.toggle("beside", beside);
    figure.style.setProperty("--width", `${widths[beside ? 0 : 1]}px`);
  };

  // Found by halving.
  const largest = (figure, slide, widest) => {
    let [low, high] = [NARROWEST, widest];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      figure.style.setProperty("--width", `${middle}px`);
      [low, high] = slide.offsetHeight <= HEIGHT ? [middle, high] : [low, middle];
    }
    return low;
  };

  for (const slide of slides) {
    for (const figure of slide.querySelectorAll("figure.descent-figure")) {
      // A swipe over a slider is the slider's.
      figure.dataset.preventSwipe = "";
      // A player takes the place of its picture once its data are unpacked.
      new MutationObserver(() => fit(slide)).observe(figure, { childList: true });
    }
  }

  Reveal.initialize({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    center: false,
    display: "grid",
    hash: true,
    // Nothing is passed over: 'next' goes down first, then to the right.
    navigationMode: "linear",
    scrollActivationWidth: null,
    slideNumber: "c/t",
    transition: "none",
  }).then(() => slides.forEach(fit));
})();
