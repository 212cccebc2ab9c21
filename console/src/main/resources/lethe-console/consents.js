/** How many have consented to what, by purpose, recipient and status, over the last months. Figures alone: nobody is in them. */
import {cell, element, find, head} from './element.js';
import {list} from './list.js';
import {language, number, say} from './words.js';

const nameOf = (month, last) =>
  last ? say('now') : new Intl.DateTimeFormat(language, {month: 'short', year: 'numeric', timeZone: 'UTC'}).format(Date.parse(`${month}-01`));

const keyOf = ({purpose, recipient, status}) => [purpose, recipient ?? '', status].join('/');

const row = (key, months) => {
  const [purpose, recipient, status] = key.split('/');
  const made = document.createElement('tr');
  const first = element('th', purpose);
  first.scope = 'row';
  made.append(
    first,
    cell(recipient || say('allRecipients')),
    cell(say(`consent:${status}`)),
    ...months.map((counts) => cell(number(counts.get(key) ?? 0)))
  );
  return made;
};

export const draw = () => {
  const months = told.pages()[0]?.months ?? [];
  const counts = months.map(({counts}) => new Map(counts.map((one) => [keyOf(one), one.count])));
  const keys = [...new Set(counts.flatMap((one) => [...one.keys()]))].sort();
  find('#consents-list').hidden = !keys.length;
  find('#consents-list thead tr').replaceChildren(
    ...['purpose', 'recipient', 'status'].map((word) => head(say(word))),
    ...months.map(({month}, index) => head(nameOf(month, index === months.length - 1)))
  );
  find('#consents-list tbody').replaceChildren(...keys.map((key) => row(key, counts)));
  find('#consents-says').textContent = told.says(keys, 'nobodySaid', 'consentsNotCounted');
};

const told = list({view: 'consents', path: '/api/consent-counts', draw});

export const {forget, refresh, show} = told;
