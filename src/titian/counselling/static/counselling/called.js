// The screen in the waiting room asks for itself every few seconds; without network it shows what it knew last.
const EVERY = 5000;
const ask = async () => {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-called]");
  const here = document.querySelector("[data-called]");
  if (now && now.textContent !== here.textContent) here.replaceChildren(...now.childNodes);
};
setInterval(() => { ask().catch(() => {}); }, EVERY);
