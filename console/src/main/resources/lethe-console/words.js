/** How the page speaks. What it says stands in a file for each language. */
const SPOKEN = ['en', 'fr'];
const KEPT = 'lethe-console.language';

const first = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

export let language = SPOKEN.includes(first()) ? first() : /^fr/i.test(navigator.language) ? 'fr' : 'en';

/** A language is fetched when somebody speaks it. */
const learn = async (one) => (await import(`./words-${one}.js`)).WORDS;

let words = await learn(language);

export const speak = async (other) => {
  words = await learn(other);
  language = other;
  try {
    localStorage.setItem(KEPT, other);
  } catch {
    // A browser that keeps nothing asks again.
  }
};

/** Whether there is anything to say for it. */
export const isWord = (word) => word in words;

/** The words, with what stands in braces filled in. */
export const say = (word, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[word] ?? word);

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language, {maximumFractionDigits: digits}).format(value);

/** As late as the services say it is where the policy applies, wherever the reader is: the last minute of a day stays in that day. */
export const moment = (instant) => {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(instant) ?? [null, '+', 0, 0];
  const there = Date.parse(instant) + `${sign}1` * (60 * hours + +minutes) * 60000;
  return new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'}).format(new Date(there));
};

export const time = (instant) => new Intl.DateTimeFormat(language, {timeStyle: 'medium'}).format(new Date(instant));
