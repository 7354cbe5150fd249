// Copies a text to the clipboard; where that is not permitted, shows it to be copied by hand.

const TWO_SECONDS = 2000;

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const [said, box] = [parentElement.querySelector(".said"), parentElement.querySelector("textarea")];
  button.querySelector(".label").textContent = data.label;
  box.value = data.text;

  const tell = (words) => {
    said.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => (said.textContent = ""), TWO_SECONDS);
  };
  const show = () => {
    box.hidden = false;
    box.focus();
    box.select();
    said.textContent = "Copy the selected text with Ctrl+C or ⌘C.";
  };
  button.onclick = () => {
    if (!navigator.clipboard) return show();
    return navigator.clipboard.writeText(data.text).then(() => tell("Copied"), show);
  };
  return () => clearTimeout(button.timer);
}
