/** The browser's storage, or, where the page may not use it, this page's memory. All of it is listed in docs/front-ends.md. */

const PREFIX = 'lethe.';

/** Under which key other tabs see the visitor. */
export const VISITOR = PREFIX + 'visitor';

let place = {};
try {
  localStorage[PREFIX + 'probe'] = 1;
  delete localStorage[PREFIX + 'probe'];
  place = localStorage;
} catch {
  // Forbidden, or full: what is kept lasts as long as the page.
}

export const read = (name) => {
  try {
    return JSON.parse(place[PREFIX + name]);
  } catch {
    return undefined;
  }
};

/** Whether it is kept; storage may be full. */
export const write = (name, value) => {
  try {
    place[PREFIX + name] = JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
};

export const remove = (name) => {
  delete place[PREFIX + name];
};

/** The names that begin so, without that beginning. */
export const names = (beginning) =>
  Object.keys(place)
    .filter((key) => key.startsWith(PREFIX + beginning))
    .map((key) => key.slice((PREFIX + beginning).length));
