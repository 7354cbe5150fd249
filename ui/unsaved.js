// Has the browser ask before the page is left while something typed would be lost.

const guards = new WeakMap();
const PAUSE = 1000;

export default function ({ data, parentElement }) {
  const guard = guards.get(parentElement) ?? new Guard();
  guards.set(parentElement, guard);
  guard.unsaved = data.unsaved;
  return () => {
    guard.remove();
    guards.delete(parentElement);
  };
}

class Guard {
  constructor() {
    this.listeners = {
      input: (event) => this.typed(event.target),
      keydown: (event) => this.confirmed(event),
      // A list of choices plays at losing the focus while one types; only the browser's own word counts.
      focusout: (event) => event.isTrusted && event.target === this.field && this.sent(),
    };
    for (const [name, listener] of Object.entries(this.listeners)) document.addEventListener(name, listener, true);
    this.ask = (event) => {
      if (!this.unsaved && !this.holdsText()) return;
      event.preventDefault();
      event.returnValue = "unsaved";
    };
    window.addEventListener("beforeunload", this.ask);
  }

  remove() {
    clearTimeout(this.timer);
    for (const [name, listener] of Object.entries(this.listeners)) document.removeEventListener(name, listener, true);
    window.removeEventListener("beforeunload", this.ask);
  }

  // A text area is sent when it is left or by Ctrl+Enter, a line (of ours) after a pause, a choice by Enter.
  typed(field) {
    if (!field.matches("input:not([type]), input[type=text], textarea")) return;
    this.field = field;
    clearTimeout(this.timer);
    if (field.closest(".stTextInput")) this.timer = setTimeout(() => this.sent(), PAUSE);
  }

  confirmed(event) {
    const sends = event.key === "Enter" && (event.target.tagName !== "TEXTAREA" || event.ctrlKey || event.metaKey);
    if (sends && event.target === this.field) this.sent();
  }

  sent() {
    const connection = document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState;
    if (connection === "CONNECTED") this.field = null;
  }

  holdsText() {
    return Boolean(this.field?.isConnected && (this.field.value || !this.field.closest(".stMultiSelect")));
  }
}
