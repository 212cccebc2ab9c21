/** Elements of the page. A text is always a text. */

export const element = (name, text, className = '') => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

export const cell = (...contents) => {
  const made = document.createElement('td');
  made.append(...contents);
  return made;
};

export const button = (text, act, label) => {
  const made = element('button', text);
  made.type = 'button';
  if (label) {
    made.setAttribute('aria-label', label);
  }
  made.addEventListener('click', act);
  return made;
};
