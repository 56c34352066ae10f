// Draws each figure when it comes near: one copy of Plotly serves all pages.
/* global Plotly, document, IntersectionObserver */
const draw = holder => {
  const { data = [], layout = {}, config, frames } = JSON.parse(holder.textContent);
  const place = document.getElementById(holder.dataset.figure);
  Plotly.newPlot(place, data, layout, { ...config, responsive: true }).then(figure => {
    if (frames?.length > 0) Plotly.addFrames(figure, frames);
  });
};
const near = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(document.querySelector(`[data-figure="${target.id}"]`));
    }
  },
  { rootMargin: '600px' },
);
for (const place of document.querySelectorAll('.figure')) {
  const { layout = {} } = JSON.parse(document.querySelector(`[data-figure="${place.id}"]`).textContent);
  // Its room is kept, so that nothing jumps when it is drawn.
  place.style.minHeight = `${layout.height ?? 450}px`;
  near.observe(place);
}
