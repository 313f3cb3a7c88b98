/**
 * Makes an element.
 *
 * @param className "" for none
 * @param content nodes, and strings, which become text
 */
export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}
