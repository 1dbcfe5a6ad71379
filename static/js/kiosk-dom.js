// Builds elements; text is always text, never markup.
const root = document.querySelector("#kiosk");

export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

const SVG = "http://www.w3.org/2000/svg";
export const svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export const icon = (name) =>
  svg(
    "svg",
    { class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("use", { href: `${root.dataset.icons}#icon-${name}` }),
  );

// "Page {page} of {pages}" with its values.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// With one full stop at its end: some times of day bring their own.
export const sentence = (text) => (text.endsWith(".") ? text : `${text}.`);

export const button = (label, { iconName, kind = "", pressed, name, on, lang, id } = {}) =>
  h(
    "button",
    {
      type: "button",
      class: `kiosk-button ${kind}`.trim(),
      "aria-pressed": pressed === undefined ? null : String(pressed),
      "aria-label": name,
      lang,
      id,
      on: { click: on },
    },
    iconName ? icon(iconName) : null,
    h("span", {}, label),
  );
