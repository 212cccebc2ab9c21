/** The browser's storage, or, where the page may not use it, this page's memory. All of it is listed in docs/front-ends.md. */

const PREFIX = 'lethe.';

/** Under which key other tabs see the visitor. */
export const VISITOR = PREFIX + 'visitor';

/** What storage does not take, because it is forbidden or full; it lasts as long as the page. */
const memory = {};
let place = memory;
try {
  place = localStorage || memory;
} catch {
  // Forbidden.
}

export const read = (name) => {
  const key = PREFIX + name;
  try {
    return JSON.parse(memory[key] || place[key]);
  } catch {
    return undefined;
  }
};

export const write = (name, value) => {
  const key = PREFIX + name;
  const text = JSON.stringify(value);
  delete memory[key];
  try {
    place[key] = text;
  } catch {
    memory[key] = text;
  }
};

export const remove = (name) => {
  delete memory[PREFIX + name];
  delete place[PREFIX + name];
};

/** The names that begin so, without that beginning. */
export const names = (beginning) =>
  [...new Set(Object.keys(memory).concat(Object.keys(place)))]
    .filter((key) => key.startsWith(PREFIX + beginning))
    .map((key) => key.slice((PREFIX + beginning).length));
