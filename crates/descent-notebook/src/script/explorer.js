// An explorer: a descent from wherever the reader puts its start, with her learning rate and
// momentum, on a function that is known at the points of a grid.
const controls = ({ words, map, curve, grid, decades, steps, ...initial }, page, host) => {
  const bytes = Uint8Array.from(atob(grid.values), (c) => c.charCodeAt(0));
  const known = new DataView(bytes.buffer);

  // Lagrange's polynomial through the nodes 0, 1, …: what each node's value counts for in the
  // value and in the slope at u.
  const weights = (u, nodes) => {
    const values = [];
    const slopes = [];
    for (let node = 0; node < nodes; node++) {
      let [value, slope, scale] = [1, 0, 1];
      for (let other = 0; other < nodes; other++) {
        if (other === node) continue;
        slope = slope * (u - other) + value;
        value *= u - other;
        scale *= node - other;
      }
      values.push(value / scale);
      slopes.push(slope / scale);
    }
    return [values, slopes];
  };

  // Where a coordinate lies on an axis of so many grid points.
  const placed = (coordinate, [low, high], count) =>
    ((coordinate - low) / (high - low)) * (count - 1);

  // Value and gradient at a point of the map. Where one of the 36 values around it is not finite,
  // the four corners of its cell have to do.
  const at = (point) => {
    const across = placed(point[0], map.x, grid.columns);
    const up = placed(point[1], map.y, grid.rows);
    let found = null;
    for (const nodes of [6, 2]) {
      const first = (place, count) =>
        Math.max(0, Math.min(count - nodes, Math.floor(place) - (nodes / 2 - 1)));
      const column = first(across, grid.columns);
      const row = first(up, grid.rows);
      const [x, dx] = weights(across - column, nodes);
      const [y, dy] = weights(up - row, nodes);
      let [value, right, upwards] = [0, 0, 0];
      for (let j = 0; j < nodes; j++) {
        let [along, slope] = [0, 0];
        for (let i = 0; i < nodes; i++) {
          const one = known.getFloat32(4 * ((row + j) * grid.columns + column + i), true);
          along += x[i] * one;
          slope += dx[i] * one;
        }
        value += y[j] * along;
        right += y[j] * slope;
        upwards += dy[j] * along;
      }
      const scale = ([low, high], count) => (count - 1) / (high - low);
      found = [value, [right * scale(map.x, grid.columns), upwards * scale(map.y, grid.rows)]];
      if (Number.isFinite(value)) break;
    }
    return found;
  };

  const isOnMap = ([x, y]) => x >= map.x[0] && x <= map.x[1] && y >= map.y[0] && y <= map.y[1];

  // The points, the value at each, and why it ended. Momentum is that of the crate: v ← αv − ηg,
  // x ← x + v.
  const descent = ({ start, rate, momentum }) => {
    const points = [];
    const values = [];
    let point = start;
    let velocity = [0, 0];
    for (let step = 0; ; step++) {
      points.push(point);
      if (!isOnMap(point)) return { points, values, end: words.left };
      const [value, gradient] = at(point);
      if (!Number.isFinite(value)) return { points, values, end: words.lost };
      values.push(value);
      if (step === steps) return { points, values, end: words.done };
      velocity = velocity.map((v, i) => momentum * v - rate * gradient[i]);
      point = point.map((x, i) => x + velocity[i]);
    }
  };

  const number = (value, digits = 4) => {
    if (value === 0) return "0";
    if (!Number.isFinite(value)) return String(value).replace("-", "−").replace("Infinity", "∞");
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e").map(Number);
    const shown = (plain) => String(plain).replace("-", "−");
    if (exponent >= -3 && exponent < 5) return shown(Number(value.toPrecision(digits)));
    const power = "10" + String(exponent).replace(/./g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));
    return Math.abs(mantissa) === 1 ? shown(mantissa).replace("1", power) : `${shown(mantissa)}×${power}`;
  };
  const inWords = (point) => `(${point.map((x) => number(x)).join(", ")})`;

  // Where a number lies on an axis: 0 at its low end, 1 at its high one.
  const stretched = (scale, value) => {
    if (scale === "log") return Math.log10(value);
    if (scale === "linear") return value;
    const ratio = value / scale;
    return Math.abs(ratio) <= 1 ? ratio : Math.sign(ratio) * (1 + Math.log10(Math.abs(ratio)));
  };
  const share = ([low, high], scale, value) => {
    const [from, to, at] = [low, high, value].map((v) => stretched(scale, v));
    return (at - from) / (to - from);
  };
  // Far outside of the picture is far enough: a browser draws no larger numbers.
  const near = (share) => Math.max(-50, Math.min(50, Number.isNaN(share) ? -50 : share));
  const place = ({ frame: [left, top, width, height], x, y, scale }, point) => [
    left + width * near(share(x, "linear", point[0])),
    top + height * (1 - near(share(y, scale, point[1]))),
  ];

  // A plane that cuts off what leaves it, with a line, a dot at each step, and one at the end.
  const sized = ([x, y, width, height]) => ({ x, y, width, height });
  const plane = ({ frame }) => {
    const clip = drawn("svg", { ...sized(frame), viewBox: frame.join(" ") }, page);
    const line = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
    return {
      rim: drawn("path", { ...line, stroke: "#fff", "stroke-width": 36, "stroke-opacity": 0.6 }, clip),
      line: drawn("path", { ...line, stroke: initial.color, "stroke-width": 20 }, clip),
      dots: drawn("path", { ...line, stroke: initial.color, "stroke-width": 56 }, clip),
      end: drawn("circle", { r: 48, fill: initial.color, stroke: "#fff", "stroke-width": 12 }, clip),
    };
  };
  // Where dots would run together there are none.
  const sketch = (plane, places, hasDots) => {
    const text = places.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`);
    const line = "M" + text.join("L");
    plane.rim.setAttribute("d", line);
    plane.line.setAttribute("d", line);
    const apart = (k) =>
      hasDots && k > 0 && Math.hypot(places[k][0] - places[k - 1][0], places[k][1] - places[k - 1][1]) > 64;
    plane.dots.setAttribute("d", text.map((at, k) => (apart(k) ? `M${at}h0` : "")).join(""));
    const [x, y] = places[places.length - 1];
    plane.end.setAttribute("cx", x);
    plane.end.setAttribute("cy", y);
  };
  const ways = [plane(map), plane(curve)];
  const area = drawn("rect", { ...sized(map.frame), fill: "transparent", class: "map" }, page);

  const ratios = 90 * (decades[1] - decades[0]);
  // All numbers of two digits, ten times as many for each decade: 0.095, 0.096, …, 0.1, 0.11.
  const rateAt = (index) => Number(`${10 + (index % 90)}e${decades[0] + Math.floor(index / 90) - 1}`);
  const indexOf = (rate) => {
    const decade = Math.floor(Math.log10(rate));
    return 90 * (decade - decades[0]) + Math.round(rate / 10 ** (decade - 1)) - 10;
  };

  let now = initial;
  const rate = range(words.rate, { min: 0, max: ratios });
  const momentum = range(words.momentum, { min: 0, max: 0.99, step: 0.01 });
  const names = [element("span"), element("span")];
  const texts = ["start", "end", "value"].map((name) => [words[name], element("dd", { className: name })]);
  const status = element("p", { className: "status" });
  status.setAttribute("role", "status");
  const handle = element("div", { className: "handle", tabIndex: 0 });
  const said = {
    role: "slider", "aria-label": words.start,
    "aria-valuemin": map.x[0], "aria-valuemax": map.x[1],
  };
  for (const [name, value] of Object.entries(said)) handle.setAttribute(name, value);

  const { width, height } = page.viewBox.baseVal;
  const draw = () => {
    const { points, values, end } = descent(now);
    sketch(ways[0], points.map((point) => place(map, point)), true);
    sketch(ways[1], values.map((value, step) => place(curve, [step, value])), steps <= 40);
    const [x, y] = place(map, now.start);
    handle.style.left = `${(100 * x) / width}%`;
    handle.style.top = `${(100 * y) / height}%`;
    handle.setAttribute("aria-valuenow", now.start[0]);
    handle.setAttribute("aria-valuetext", inWords(now.start));
    const last = points.length - 1;
    const ends = [values[0], values[values.length - 1]].map((value) => number(value));
    [inWords(points[0]), inWords(points[last]), ends.join(" → ")].forEach(
      (text, i) => (texts[i][1].textContent = text),
    );
    status.textContent = filled(end, { step: last });
    [[rate, indexOf(now.rate), now.rate], [momentum, now.momentum, now.momentum]].forEach(
      ([slider, at, value], i) => {
        slider.value = at;
        names[i].textContent = number(value);
        slider.setAttribute("aria-valuetext", number(value));
      },
    );
  };
  const change = (some) => {
    now = { ...now, ...some };
    draw();
  };
  const within = ([low, high], value) => Math.max(low, Math.min(high, value));
  const moveTo = ([x, y]) => change({ start: [within(map.x, x), within(map.y, y)] });

  rate.oninput = () => change({ rate: rateAt(+rate.value) });
  momentum.oninput = () => change({ momentum: +momentum.value });

  // The point of the map below the mouse or the finger, in as many digits as can be seen.
  const below = (event) => {
    const box = page.getBoundingClientRect();
    const [left, top, w, h] = map.frame;
    const across = (((event.clientX - box.left) / box.width) * width - left) / w;
    const down = (((event.clientY - box.top) / box.height) * height - top) / h;
    const rounded = ([low, high], share) => {
      const digits = Math.floor(Math.log10((high - low) / 2000));
      return Number(`${Math.round((low + (high - low) * share) / 10 ** digits)}e${digits}`);
    };
    return [rounded(map.x, across), rounded(map.y, 1 - down)];
  };
  const take = (event) => {
    // The browser would select text, or begin to drag a picture.
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
  };
  handle.onpointerdown = (event) => event.button === 0 && take(event);
  handle.onpointermove = (event) => handle.hasPointerCapture(event.pointerId) && moveTo(below(event));
  // A mouse takes the start from anywhere on the map. A finger that is put there may be about to
  // scroll the page, for which the browser takes it away: only one that is lifted there counts.
  area.onpointerdown = (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    moveTo(below(event));
    take(event);
  };
  area.onpointerup = (event) => event.pointerType !== "mouse" && moveTo(below(event));
  handle.onkeydown = (event) => {
    const [x, y] = now.start;
    // A hundredth of the map, or a tenth of that with Shift.
    const part = event.shiftKey ? 1000 : 100;
    const [across, up] = [map.x, map.y].map(([low, high]) => (high - low) / part);
    const to = {
      ArrowLeft: [x - across, y], ArrowRight: [x + across, y],
      ArrowUp: [x, y + up], ArrowDown: [x, y - up], Home: initial.start,
    }[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    // The page would scroll.
    event.preventDefault();
    moveTo(to);
  };

  const style = `
    .map { cursor: crosshair; touch-action: manipulation; }
    .sheet { position: relative; }
    .handle { position: absolute; width: 44px; height: 44px; margin: -22px; border-radius: 50%;
      cursor: grab; touch-action: none; }
    .handle:active { cursor: grabbing; }
    .handle::after { content: ""; position: absolute; inset: 11px; border-radius: 50%;
      background: rgba(255, 255, 255, .75); border: 4px solid #212121; }
    .handle:focus-visible { outline: none; }
    .handle:focus-visible::after { outline: 3px solid #0072b2; outline-offset: 3px; }
    .status, .how { margin: 0; padding: 0 .5em .2em; min-height: 1.5em; }
    .how { color: #555; }
    @media print { .how, .handle { display: none; } }`;
  draw();
  return [
    element("style", { textContent: style }),
    element("div", { className: "sheet" }, page, handle),
    element("div", { className: "bar" },
      element("label", {}, words.rate, rate, names[0]),
      element("label", {}, words.momentum, momentum, names[1]),
      button("↺", words.reset, () => change(initial))),
    readings(texts), status, element("p", { className: "how", textContent: words.how }),
  ];
};
