"use strict";
(() => {
  const spans = new Map(); // id of an item: [segment, part] pairs
  for (const segment of document.querySelectorAll(".s")) {
    for (const name of segment.dataset.m.split(" ")) {
      const at = name.indexOf(":");
      const id = name.slice(0, at);
      if (!spans.has(id)) spans.set(id, []);
      spans.get(id).push([segment, name.slice(at + 1)]);
    }
  }
  const cards = new Map();
  for (const card of document.querySelectorAll(".card")) cards.set(card.dataset.item, card);
  const drawn = document.querySelectorAll(".m");
  const form = document.querySelector(".controls");
  let lit = [];
  let kept = "";

  const hidden = (id) => {
    const card = cards.get(id);
    return card ? card.hidden : false;
  };

  const clear = () => {
    for (const [element, ...names] of lit) element.classList.remove(...names);
    lit = [];
    document.body.classList.remove("lighting");
  };

  const mark = (element, ...names) => {
    element.classList.add(...names);
    lit.push([element, ...names]);
  };

  const light = (id) => {
    clear();
    const card = cards.get(id);
    if (!card) return;
    document.body.classList.add("lighting");
    mark(card, "lit");
    for (const each of card.dataset.lights.split(" ")) {
      for (const [segment, part] of spans.get(each) || []) mark(segment, "lit", "part-" + part, "k-" + card.dataset.kind);
    }
  };

  const reveal = (id, scroll) => {
    const card = cards.get(id);
    if (!card || !scroll) return;
    const details = card.closest("details");
    if (details) details.open = true;
    card.scrollIntoView({ block: "nearest" });
  };

  const pointed = (target) => {
    const card = target.closest(".card");
    if (card) return card.dataset.item;
    const begin = target.closest(".begin[data-id]");
    if (begin) return begin.dataset.id;
    const segment = target.closest(".s");
    if (!segment) return "";
    for (const name of segment.dataset.m.split(" ")) {
      const id = name.slice(0, name.indexOf(":"));
      if (cards.has(id) && !hidden(id)) return id;
    }
    return "";
  };

  const point = (id) => (id ? light(id) : kept ? light(kept) : clear());

  document.addEventListener("mouseover", (event) => { if (!kept) point(pointed(event.target)); });
  document.addEventListener("focusin", (event) => {
    const id = pointed(event.target);
    if (!id) return;
    light(id);
    reveal(id, !event.target.closest(".card"));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".controls, summary")) return;
    const id = pointed(event.target);
    kept = id;
    point(id);
    reveal(id, !event.target.closest(".card"));
    const link = event.target.closest("a.to[href]");
    if (link) {
      event.preventDefault(); // a frame without an address of its own cannot follow it
      const goal = document.getElementById(link.getAttribute("href").slice(1));
      if (goal) goal.scrollIntoView({ block: "center" });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      kept = "";
      clear();
      if (document.activeElement) document.activeElement.blur();
      return;
    }
    if ((event.key !== "n" && event.key !== "p") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, input")) return;
    const stops = [...document.querySelectorAll(".begin[data-id]")].filter((stop) => !hidden(stop.dataset.id));
    if (!stops.length) return;
    const at = stops.indexOf(document.activeElement);
    const next = event.key === "n" ? at + 1 : at < 0 ? stops.length - 1 : at - 1;
    const stop = stops[(next + stops.length) % stops.length];
    stop.focus();
    stop.scrollIntoView({ block: "center" });
  });

  const filter = () => {
    const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
    if (kinds.has("proposal") || kinds.has("reaction")) kinds.add("position");
    const select = form.querySelector("[name=actor]");
    const actor = select ? select.value : "";
    let shown = 0;
    for (const card of cards.values()) {
      const fits = !actor || card.dataset.actors.split(" ").includes(actor);
      card.hidden = !(kinds.has(card.dataset.kind) && fits);
      if (!card.hidden) shown += 1;
    }
    for (const element of drawn) element.classList.toggle("off", hidden(element.dataset.i));
    for (const section of document.querySelectorAll("aside section")) {
      section.hidden = !section.querySelector(".card:not([hidden])");
    }
    form.querySelector(".count").textContent = shown + " of " + cards.size + " items";
    kept = "";
    clear();
  };
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
