// Says where the chat is, warns before an idle sitting ends, and wipes the screen when it has.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const body = document.body;
  const terminal = document.querySelector("#terminal");
  const asking = document.querySelector(".idle");
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}/ws`;

  const quietFor = (Number(body.dataset.idleSeconds) - Number(body.dataset.lastSeconds)) * 1000;
  let timer;
  const somebody = () => {
    asking.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { asking.hidden = false; }, quietFor);
  };
  for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "paste"]) {
    document.addEventListener(sign, somebody, { capture: true, passive: true });
  }
  somebody();

  let drawn = false;
  new MutationObserver(() => {
    if (!drawn && body.classList.contains("-first-byte")) {
      drawn = true;
      terminal.querySelector("textarea").focus();
    }
    if (body.classList.contains("-closed")) {
      clearTimeout(timer);
      asking.hidden = true;
      terminal.remove();
    }
  }).observe(body, { attributes: true, attributeFilter: ["class"] });
});
