"use strict";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const byId = (id) => document.getElementById(id);
const cards = new Map();

const boards = new EventSource("boards");
boards.addEventListener("message", (event) => show(JSON.parse(event.data)));
boards.addEventListener("end", () => {
  boards.close();
  byId("ended").hidden = false;
});
// The browser tries again by itself: after a sleep of the machine the server may still be there.
boards.addEventListener("error", () => (byId("ended").hidden = false));
boards.addEventListener("open", () => (byId("ended").hidden = true));

/** Show a board in place of the one before. */
function show(board) {
  byId("file").textContent = board.file;
  byId("status").textContent = board.status;
  write(byId("note"), board.note);
  if (board.title) document.title = byId("title").textContent = board.title;
  byId("faulty").hidden = board.faults.length === 0;
  byId("faults").replaceChildren(...board.faults.map(faultOf));
  board.cards.forEach(({ name }) => cards.has(name) || cards.set(name, cardOf(name)));
  for (const [name, card] of cards) {
    if (!board.cards.some((other) => other.name === name)) {
      card.element.remove();
      cards.delete(name);
    }
  }
  board.cards.forEach((told, place) => {
    const { element } = cards.get(told.name);
    // Moving an element stops its video, so only one that is elsewhere is moved.
    const there = byId("cards").children[place];
    if (there !== element) byId("cards").insertBefore(element, there ?? null);
    update(cards.get(told.name), told);
  });
}

function faultOf({ place, sentence, text }) {
  const item = document.createElement("li");
  if (place) item.append(made("span", "place", place));
  item.append(sentence);
  if (text) item.append(made("code", "", text));
  return item;
}

/** A new card of a chapter. */
function cardOf(name) {
  const element = made("article", "card");
  const card = {
    element,
    picture: made("div", "picture"),
    title: made("h2"),
    stage: made("span", "stage"),
    fault: made("p", "fault"),
    shown: "",
  };
  const about = made("div", "about");
  about.append(card.title, made("span", "meta", name), card.stage);
  element.append(card.picture, about, card.fault);
  element.dataset.chapter = name;
  return card;
}

function update(card, told) {
  card.element.dataset.stage = told.stage;
  card.title.textContent = told.title;
  card.stage.textContent = byId("cards").dataset[told.stage];
  card.fault.textContent = told.fault;
  const name = told.video || told.still;
  if (name === card.shown) return;
  card.shown = name;
  if (name) exchange(card, name, told);
}

/** Replace a card's picture once the new one can be seen, so that nothing flickers. */
function exchange(card, name, told) {
  const element = document.createElement(told.video ? "video" : "img");
  const ready = told.video ? "loadeddata" : "load";
  element.addEventListener(ready, () => {
    if (card.shown === name) card.picture.replaceChildren(element);
  }, { once: true });
  if (told.video) {
    Object.assign(element, { muted: true, loop: true, playsInline: true, controls: true });
    element.autoplay = !still.matches;
    element.preload = "auto";
    element.setAttribute("aria-label", told.title);
  } else {
    element.alt = told.title;
  }
  element.src = `pictures/${encodeURIComponent(name)}`;
}

function made(tag, kind = "", text = "") {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  element.textContent = text;
  return element;
}

function write(element, text) {
  element.textContent = text;
  element.hidden = !text;
}
