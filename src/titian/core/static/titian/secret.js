// A button that shows a password while it is typed, and how long a new one still has to be; without a script neither is there.
const VARIED = 6; // different letters; fewer are a pattern
for (const box of document.querySelectorAll("[data-secret]")) {
  const field = box.querySelector("input");
  const button = document.createElement("button");
  const which = document.createElement("span");
  which.className = "visually-hidden";
  which.textContent = `: ${box.dataset.label}`;
  const show = (visible) => {
    field.type = visible ? "text" : "password";
    button.replaceChildren(visible ? box.dataset.hide : box.dataset.show, which);
  };
  button.type = "button";
  button.className = "btn btn-secondary";
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false)); // no browser remembers it as a text
  field.after(button);
  show(false);

  const told = box.parentElement.querySelector("[data-strength]");
  if (!told) continue;
  const least = Number(field.minLength);
  const meter = document.createElement("meter");
  const words = document.createElement("span");
  meter.max = 4;
  meter.low = 2;
  meter.high = 3;
  meter.optimum = 4;
  meter.setAttribute("aria-hidden", "true"); // the words say it
  told.append(meter, " ", words);
  field.addEventListener("input", () => {
    const letters = [...field.value];
    const missing = least - letters.length;
    const varied = new Set(letters).size >= VARIED;
    told.hidden = letters.length === 0;
    meter.value = missing > 0 ? Math.min(1, letters.length / least) : varied ? (letters.length < least + 4 ? 3 : 4) : 1.5;
    words.textContent = missing > 0 ? told.dataset.short.replace("0", missing)
      : !varied ? told.dataset.pattern : letters.length < least + 4 ? told.dataset.enough : told.dataset.strong;
  });
}
