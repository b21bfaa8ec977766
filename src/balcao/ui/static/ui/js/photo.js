// A person's photo is framed before it is sent: moved by mouse, finger or arrow keys, nearer or farther, turned.
// What is sent is the framed square; without this the whole picture goes and the server keeps its middle.
const { each, fill, incoming } = window.balcao;
const SIDE = 640;
const SENT = 1024;
const VEIL = "rgba(20, 23, 28, 0.55)";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const canHold = () => {
  try { return Boolean(new DataTransfer().items); } catch { return false; }
};
const opened = (file) => new Promise((done, fail) => {
  const picture = new Image();
  picture.onload = () => done(picture);
  picture.onerror = fail;
  picture.src = URL.createObjectURL(file);
});

each("[data-photo]", (form) => {
  const root = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const dialog = form.querySelector("[data-cropper]");
  if (!dialog?.showModal || !canHold()) return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const stage = part("stage");
  const zoom = part("near");
  const alarm = root.querySelector(".drop__say");
  const camera = root.querySelector("[data-camera]");
  if (camera) camera.dataset.camera = "user";
  root.classList.add("drop--on");
  input.tabIndex = -1;
  // The limit is one of what is sent, and that is small now.
  root.querySelector("small").hidden = true;
  let view = null;

  // How the picture lies in a square of `side`: the shorter edge fills it at zoom 1.
  const lay = (context, side) => {
    const { picture, turn, x, y } = view;
    const part = side / SIDE;
    const scale = (SIDE / Math.min(picture.naturalWidth, picture.naturalHeight)) * Number(zoom.value) * part;
    context.save();
    context.translate(side / 2 + x * part, side / 2 + y * part);
    context.rotate((turn * Math.PI) / 2);
    context.scale(scale, scale);
    context.drawImage(picture, -picture.naturalWidth / 2, -picture.naturalHeight / 2);
    context.restore();
  };
  const draw = () => {
    const { picture, turn } = view;
    const sizes = turn % 2 ? [picture.naturalHeight, picture.naturalWidth] : [picture.naturalWidth, picture.naturalHeight];
    const [spareX, spareY] = sizes.map((size) => (SIDE * Number(zoom.value) * size / Math.min(...sizes) - SIDE) / 2);
    view.x = Math.max(-spareX, Math.min(spareX, view.x));
    view.y = Math.max(-spareY, Math.min(spareY, view.y));
    const context = stage.getContext("2d");
    context.clearRect(0, 0, SIDE, SIDE);
    lay(context, SIDE);
    context.beginPath();
    context.rect(0, 0, SIDE, SIDE);
    context.arc(SIDE / 2, SIDE / 2, SIDE / 2 - 2, 0, 2 * Math.PI);
    context.fillStyle = VEIL;
    context.fill("evenodd");
    context.beginPath();
    context.arc(SIDE / 2, SIDE / 2, SIDE / 2 - 3, 0, 2 * Math.PI);
    context.strokeStyle = "#fff";
    context.lineWidth = 3;
    context.stroke();
    dialog.querySelectorAll("[data-small]").forEach((small) => {
      const own = small.getContext("2d");
      own.clearRect(0, 0, small.width, small.width);
      lay(own, small.width);
    });
  };
  const move = (x, y) => {
    const factor = SIDE / stage.getBoundingClientRect().width;
    view.x += x * factor;
    view.y += y * factor;
    draw();
  };

  const frame = async ([file]) => {
    if (!file) return;
    input.value = "";
    alarm.textContent = "";
    try {
      if (!incoming.pictures.test(file.type)) throw new Error(file.type);
      const picture = await opened(file);
      view = { picture, turn: 0, x: 0, y: 0 };
    } catch {
      alarm.textContent = fill(root.dataset.sayKind, { name: file.name });
      return;
    }
    zoom.value = 1;
    if (!dialog.open) dialog.showModal();
    draw();
    stage.focus();
  };
  incoming.gather(root, input, frame);

  stage.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    move(step[0] * far, step[1] * far);
  });
  stage.addEventListener("pointerdown", (event) => stage.setPointerCapture(event.pointerId));
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) move(event.movementX, event.movementY);
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom.value = Number(zoom.value) - event.deltaY / 500;
    draw();
  }, { passive: false });
  zoom.addEventListener("input", draw);
  part("turn").addEventListener("click", () => {
    Object.assign(view, { turn: (view.turn + 1) % 4, x: -view.y, y: view.x });
    draw();
  });
  part("other").addEventListener("click", () => input.click());
  part("use").addEventListener("click", (event) => {
    const square = Object.assign(document.createElement("canvas"), { width: SENT, height: SENT });
    const context = square.getContext("2d");
    // What is see-through would turn black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SENT, SENT);
    lay(context, SENT);
    event.currentTarget.setAttribute("aria-disabled", "true");
    square.toBlob((blob) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([blob], "foto.jpg", { type: "image/jpeg" }));
      input.files = transfer.files;
      if (form.requestSubmit) form.requestSubmit(); else form.submit();
    }, "image/jpeg", 0.92);
  });
  dialog.addEventListener("close", () => {
    URL.revokeObjectURL(view?.picture.src);
    input.value = "";
  });
});
