// A drop area around a file field, and what was chosen; without a script the field serves by itself.
for (const area of document.querySelectorAll("[data-drop]")) {
  const field = area.querySelector("input[type=file]");
  const list = area.querySelector("[data-chosen]");
  const tell = () => {
    list.replaceChildren(...[...field.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString(document.documentElement.lang)} kB)`;
      return line;
    }));
  };
  area.classList.add("drop-ready");
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("drop-over"); });
  area.addEventListener("dragleave", () => area.classList.remove("drop-over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("drop-over");
    if (event.dataTransfer.files.length) { field.files = event.dataTransfer.files; tell(); }
  });
  field.addEventListener("change", tell);
}
