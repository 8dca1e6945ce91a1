"use strict";

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

for (const lesson of document.querySelectorAll(".lesson")) follow(lesson);
for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", () => copy(button.nextElementSibling));
}

/** Let a lesson's video lead its chapters, charts and tables, and be led by them. */
function follow(lesson) {
  const video = lesson.querySelector("video");
  const chapters = [...lesson.querySelectorAll(".chapters a")];
  const runs = [...lesson.querySelectorAll(".run")].map(runOf);
  const choices = [...lesson.querySelectorAll(".choice input")];

  function update() {
    const now = video.readyState ? video.currentTime : -1;
    mark(chapters, lastBefore(chapters, now));
    for (const run of runs) show(run, now);
    if (!video.paused && !video.ended) requestAnimationFrame(update);
  }

  function choose() {
    runs.forEach((run, index) => {
      run.section.hidden = choices.length > 0 && !choices[index].checked;
    });
    update();
  }

  for (const event of ["play", "seeking", "timeupdate"]) video.addEventListener(event, update);
  for (const choice of choices) choice.addEventListener("change", choose);
  lesson.addEventListener("click", (event) => {
    const link = event.target.closest("[data-second]")
      ?? event.target.closest("tbody tr")?.querySelector("[data-second]");
    if (!link) return;
    event.preventDefault();
    seek(video, Number(link.dataset.second));
    // Somebody may stop it before it has begun, which is no fault.
    if (chapters.includes(link)) video.play().catch(() => {});
  });
  choose();
}

/** A run's parts, and its rows in the order of its steps. */
function runOf(section) {
  const rows = [...section.querySelectorAll("tbody tr")];
  const run = {
    section,
    rows,
    links: rows.map((row) => row.querySelector("a")),
    points: section.querySelector("polyline").points,
    marker: section.querySelector(".marker"),
    box: section.querySelector(".scroll"),
    shown: -1,
  };
  for (const head of section.querySelectorAll("thead th")) {
    head.firstChild.addEventListener("click", () => sort(run, head));
  }
  walkable(section.querySelector("tbody"));
  return run;
}

/** Move a run's marker and mark to the step that the video shows. */
function show(run, now) {
  const index = lastBefore(run.links, now);
  if (index === run.shown) return;
  run.shown = index;
  mark(run.rows, index);
  run.marker.toggleAttribute("hidden", index < 0);
  if (index < 0) return;
  const point = run.points.getItem(index);
  run.marker.setAttribute("cx", point.x);
  run.marker.setAttribute("cy", point.y);
  reveal(run.box, run.rows[index]);
}

/** The last of these elements whose second has come, or -1. */
function lastBefore(elements, now) {
  return elements.findLastIndex((element) => element && Number(element.dataset.second) <= now);
}

function mark(elements, index) {
  elements.forEach((element, place) => {
    if (place === index) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  });
}

/** Scroll a table's box, and nothing else, until a row is seen below the table's head. */
function reveal(box, row) {
  const [frame, place] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  const top = frame.top + box.querySelector("thead").offsetHeight;
  if (place.top < top) box.scrollTop -= top - place.top;
  else if (place.bottom > frame.bottom) box.scrollTop += place.bottom - frame.bottom + 2;
}

/** Show the video at a second, of which it may not know anything yet. */
function seek(video, second) {
  if (video.readyState > 0) {
    video.currentTime = second;
    return;
  }
  video.addEventListener("loadedmetadata", () => (video.currentTime = second), { once: true });
  video.preload = "auto";
  if (video.networkState !== video.NETWORK_LOADING) video.load();
}

/** Sort a table by a column; again, the other way round. */
function sort(run, head) {
  const body = run.rows[0].parentElement;
  const heads = [...head.parentElement.children];
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  const values = new Map(run.rows.map((row) => [row, valueOf(row.cells[heads.indexOf(head)])]));
  body.append(...[...run.rows].sort((a, b) => sign * (values.get(a) - values.get(b))));
}

/** The number in a cell, as in −1.5×10⁻⁹ or 1:05.2; what is not there comes last. */
function valueOf(cell) {
  const link = cell.querySelector("[data-second]");
  if (link) return Number(link.dataset.second);
  const [mantissa, power] = cell.textContent.replaceAll("−", "-").split("×10");
  const exponent = power?.replace("⁻", "-").replace(/[⁰¹²³⁴-⁹]/g, (c) => SUPERSCRIPT.indexOf(c));
  return mantissa ? Number(`${mantissa}e${exponent ?? 0}`) : Infinity;
}

/** One stop of the tab key for all rows; arrows go from one to the next. */
function walkable(body) {
  const links = () => [...body.querySelectorAll("a")];
  links().forEach((link, index) => (link.tabIndex = index ? -1 : 0));
  body.addEventListener("focusin", (event) => {
    for (const link of links()) link.tabIndex = link === event.target ? 0 : -1;
  });
  body.addEventListener("keydown", (event) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(to, 0), all.length - 1)].focus();
  });
}

/** Copy a text, or select it where the browser does not let us. */
async function copy(element) {
  const status = document.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(element.textContent);
    status.textContent = status.dataset.copied;
  } catch {
    getSelection().selectAllChildren(element);
    status.textContent = status.dataset.selected;
  }
}
