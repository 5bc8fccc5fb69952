// Shows how long the service at the counter has taken; without script the page says when it began.
for (const clock of document.querySelectorAll("[data-since]")) {
  const since = Date.parse(clock.dataset.since);
  const show = () => {
    const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  show();
  setInterval(show, 1000);
}
