// While something is worked on, ask every two seconds; when it is done, show the page anew.
const EVERY = 2000;
const ask = async () => {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "progress" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-working]");
  if (!now) { location.reload(); return; }
  document.querySelector("[data-working]").replaceChildren(...now.childNodes);
};
if (document.querySelector("[data-working]")) setInterval(() => { ask().catch(() => {}); }, EVERY);
