"use strict";
(() => {
  const form = document.querySelector(".controls");
  const filter = () => {
    const words = form.querySelector("[name=words]").value.trim().toLowerCase();
    let shown = 0;
    for (const row of document.querySelectorAll("tbody tr")) {
      row.hidden = words !== "" && !row.dataset.words.includes(words);
    }
    for (const issue of document.querySelectorAll(".issue")) {
      const named = issue.dataset.words.includes(words);
      let held = 0;
      for (const stand of issue.querySelectorAll(".stand")) {
        stand.hidden = !(named || stand.dataset.words.includes(words));
        if (!stand.hidden) held += 1;
      }
      issue.hidden = held === 0;
      shown += held;
    }
    form.querySelector(".count").textContent = shown + " shown";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
