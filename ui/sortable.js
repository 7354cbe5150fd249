// A list whose entries are put in another order by dragging or with the keyboard. Text enters by textContent only.

const lists = new WeakMap();
const EDGE = 60;
const SPEED = 14;

export default function (component) {
  const { parentElement } = component;
  const list = lists.get(parentElement) ?? new SortableList(parentElement);
  lists.set(parentElement, list);
  list.update(component.data, component.setTriggerValue);
  return () => {
    list.remove();
    lists.delete(parentElement);
  };
}

class SortableList {
  constructor(parent) {
    this.items = new Map();
    this.root = element("ol", "list");
    this.voice = element("div", "hidden", { "aria-live": "assertive" });
    this.hint = element("p", "hint");
    parent.append(this.hint, this.root, this.voice);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("focusin", (event) => this.rove(event.target.closest("li")));
    this.cancel = (event) => event.key === "Escape" && this.drag && this.drop(true);
    document.addEventListener("keydown", this.cancel);
  }

  remove() {
    document.removeEventListener("keydown", this.cancel);
    clearInterval(this.drag?.scrolling);
    [this.hint, this.root, this.voice].forEach((part) => part.remove());
  }

  update(data, send) {
    this.send = send;
    this.data = data;
    if (!this.drag) this.draw(data.entries);
  }

  draw(entries) {
    const focused = this.focused();
    this.hint.textContent = this.data.hint;
    this.root.setAttribute("aria-label", this.data.label);
    const ids = entries.map((entry) => entry.id);
    for (const [id, item] of this.items) if (!ids.includes(id)) this.forget(id, item);
    for (const entry of entries) this.name(this.items.get(entry.id) ?? this.create(entry.id), entry.text);
    this.arrange(ids);
    this.refocus(focused);
  }

  create(id) {
    const item = element("li", "entry");
    item.dataset.id = id;
    const handle = element("span", "handle", { "aria-hidden": "true" });
    handle.textContent = "⠿";
    handle.addEventListener("pointerdown", (event) => this.pick(event, item));
    item.append(handle, element("span", "place", { "aria-hidden": "true" }), element("span", "text"));
    item.append(this.button(item, "up", "↑", -1), this.button(item, "down", "↓", 1));
    this.items.set(id, item);
    return item;
  }

  button(item, name, sign, step) {
    const button = element("button", name, { type: "button" });
    button.textContent = sign;
    button.addEventListener("click", () => this.move(item, step));
    return button;
  }

  name(item, text) {
    item.querySelector(".text").textContent = text;
    item.querySelector(".up").setAttribute("aria-label", `Move up: ${text}`);
    item.querySelector(".down").setAttribute("aria-label", `Move down: ${text}`);
  }

  forget(id, item) {
    item.remove();
    this.items.delete(id);
  }

  // --- the order ---

  ids() {
    return [...this.root.children].map((item) => Number(item.dataset.id));
  }

  arrange(ids) {
    if (ids.join() !== this.ids().join()) this.root.append(...ids.map((id) => this.items.get(id)));
    const last = ids.length - 1;
    [...this.root.children].forEach((item, index) => {
      item.querySelector(".place").textContent = `${index + 1}`;
      item.querySelector(".up").setAttribute("aria-disabled", String(index === 0));
      item.querySelector(".down").setAttribute("aria-disabled", String(index === last));
    });
    this.rove(this.root.querySelector("li.current") ?? this.root.firstElementChild);
  }

  move(item, step) {
    const ids = this.ids();
    const from = ids.indexOf(Number(item.dataset.id));
    const to = from + step;
    if (to < 0 || to >= ids.length) return;
    const focused = this.focused();
    ids.splice(to, 0, ...ids.splice(from, 1));
    this.arrange(ids);
    this.refocus(focused);
    this.tell(item);
  }

  tell(item) {
    const ids = this.ids();
    const place = ids.indexOf(Number(item.dataset.id)) + 1;
    this.voice.textContent = `${item.querySelector(".text").textContent} moved to place ${place} of ${ids.length}`;
    this.send("ordered", ids);
  }

  // --- the keyboard: the list is one stop for Tab, arrows go from entry to entry ---

  rove(current) {
    for (const item of this.root.children) {
      item.classList.toggle("current", item === current);
      item.querySelectorAll("button").forEach((button) => (button.tabIndex = item === current ? 0 : -1));
    }
  }

  onKey(event) {
    const item = event.target.closest("li");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const side = { ArrowLeft: ".up", ArrowRight: ".down" }[event.key];
    if (!item || (!step && !side)) return;
    event.preventDefault();
    if (side) item.querySelector(side).focus();
    else if (event.altKey) this.move(item, step);
    else this.stepTo(step < 0 ? item.previousElementSibling : item.nextElementSibling, event.target.className);
  }

  stepTo(item, name) {
    item?.querySelector(`.${name}`).focus();
  }

  focused() {
    const active = this.root.getRootNode().activeElement;
    return this.root.contains(active) ? { item: active.closest("li"), name: active.className } : null;
  }

  refocus(focused) {
    if (focused?.item.isConnected) this.stepTo(focused.item, focused.name);
  }

  // --- dragging, by mouse, pen or finger ---

  pick(event, item) {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const scrolling = setInterval(() => this.scroll(), 16);
    this.drag = { item, handle, before: this.ids(), y: event.clientY, scrolling };
    item.classList.add("dragged");
    handle.onpointermove = (moved) => this.follow(moved.clientY);
    handle.onpointerup = () => this.drop(false);
    handle.onpointercancel = () => this.drop(true);
  }

  // The others make way: if the entry itself were moved, the browser would let go of the pointer.
  follow(y) {
    this.drag.y = y;
    const { item } = this.drag;
    while (item.previousElementSibling && y < middle(item.previousElementSibling)) item.after(item.previousElementSibling);
    while (item.nextElementSibling && y > middle(item.nextElementSibling)) item.before(item.nextElementSibling);
  }

  scroll() {
    const scroller = this.root.getRootNode().host?.closest("[data-testid=stMain]");
    const { y } = this.drag;
    const direction = y < EDGE ? -1 : y > window.innerHeight - EDGE ? 1 : 0;
    if (!scroller || !direction) return;
    scroller.scrollBy(0, direction * SPEED);
    this.follow(y);
  }

  drop(cancelled) {
    const { item, handle, before, scrolling } = this.drag;
    clearInterval(scrolling);
    handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
    item.classList.remove("dragged");
    this.drag = null;
    const after = this.ids();
    this.draw(this.data.entries);
    if (cancelled || after.join() === before.join()) return;
    this.arrange(after.filter((id) => this.items.has(id)));
    this.tell(item);
  }
}

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function middle(item) {
  const box = item.getBoundingClientRect();
  return box.top + box.height / 2;
}
