/** Elements of the page. A text is always a text. */

export const find = (selector) => document.querySelector(selector);

export const element = (name, text, className = '') => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

/** The head of a column. */
export const head = (text) => {
  const made = element('th', text);
  made.scope = 'col';
  return made;
};

export const cell = (...contents) => {
  const made = document.createElement('td');
  made.append(...contents);
  return made;
};

/** A row of a table; its first cell says what it is about. */
export const row = (head, ...cells) => {
  const made = document.createElement('tr');
  const first = head instanceof Node ? head : element('th', head);
  first.scope = 'row';
  made.append(first, ...cells.map((one) => (one instanceof Node ? one : cell(one))));
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
