// What is wider than the page is moved sideways, with the keyboard too: it can be focused, and
// what fits cannot, so that the way through the page stays short.
const reachable = new ResizeObserver((changed) => {
  for (const { target } of changed) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const one of document.querySelectorAll(
  "pre, math[display=block], .math-wrapper, .table-wrapper, .descent-check",
)) {
  reachable.observe(one);
}
