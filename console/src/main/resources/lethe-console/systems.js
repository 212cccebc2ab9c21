/** What recipient systems have of a person who makes a request: whom it asks, what has come back, and the note of it. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {element, find, row} from './element.js';
import {moment, say} from './words.js';

const OUTCOMES = ['completed', 'not-found', 'not-supported', 'refused', 'received', 'failed'];

let chosen;

const listed = ({system, outcome, records, reference, at, answeredBy}) =>
  row(
    system,
    say(outcome ? `outcome:${outcome}` : 'waitedFor'),
    records === null ? '' : String(records),
    reference ?? '',
    at ? `${moment(at)}${answeredBy ? ` (${answeredBy})` : ''}` : ''
  );

const choice = ({system, open}) => {
  const made = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = system;
  box.checked = open;
  made.append(box, ` ${system}`);
  return made;
};

const fit = () => {
  find('#systems-records-field').hidden = find('#systems-outcome').value !== 'completed';
};

/** How many of those that were asked have said what there is. */
export const progress = ({systems}) =>
  say('systemsDone', {done: systems.filter(({open}) => !open).length, all: systems.length});

/**
 * Shows what has come back.
 *
 * @param one a request, as the list has it
 * @param asked name, may (whether whoever looks may note an answer), taken() for when the pipeline has one
 */
export const open = (one, asked) => {
  chosen = {one, ...asked, said: new Map()};
  find('#systems-title').textContent = asked.name;
  find('#systems-list tbody').replaceChildren(...one.systems.map(listed));
  find('#systems form').reset();
  find('#systems form').hidden = !asked.may;
  find('#systems-of').replaceChildren(...one.systems.map(choice));
  find('#systems-outcome').replaceChildren(
    ...OUTCOMES.map((outcome) => {
      const made = element('option', say(`outcome:${outcome}`));
      made.value = outcome;
      return made;
    })
  );
  find('#systems-error').textContent = '';
  fit();
  find('#systems').showModal();
};

/** Under one id for each system, however often it is sent. */
const note = async (system, outcome, records, reference) => {
  const {one, said} = chosen;
  if (!said.has(system)) {
    said.set(system, crypto.randomUUID());
  }
  return ask('/api/rights-answers', {
    method: 'POST',
    body: {
      eventId: said.get(system), subjectId: one.subjectId, requestId: one.requestId, right: one.right, system, outcome,
      ...(outcome === 'completed' && records !== '' && {records: Number(records)}),
      ...(reference && {reference}),
    },
  });
};

find('#systems-outcome').addEventListener('change', fit);
find('#systems-close').addEventListener('click', () => find('#systems').close());

find('#systems form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const error = find('#systems-error');
  const systems = [...find('#systems-of').querySelectorAll(':checked')].map(({value}) => value);
  error.textContent = systems.length ? '' : say('systemsNone');
  try {
    for (const system of systems) {
      const answer = await note(
        system, find('#systems-outcome').value, find('#systems-records').value, find('#systems-reference').value.trim()
      );
      if (!answer.ok) {
        error.textContent = `${system}: ${await wrong(answer)}`;
        return;
      }
    }
    if (systems.length) {
      find('#systems').close();
      chosen.taken(systems);
    }
  } catch {
    error.textContent = say('unreachable');
  }
});
