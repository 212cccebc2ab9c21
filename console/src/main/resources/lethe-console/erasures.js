/** What of erasures waits for a person: the list, and the decision on one of them. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {button, cell, element, find, row as rowOf} from './element.js';
import {moment, say} from './words.js';

const BETWEEN_LOOKS = 10000;

let pages = [];
let mayDecide = false;
let timer;
let failed = false;
/** What was decided and is still listed: a decision takes its way through the pipeline. */
const decided = new Map();

const keyOf = ({orderId, system}) => `${orderId} ${system ?? ''}`;
const nameOf = ({orderId, system}) => `${orderId.slice(-12)}, ${system ?? say('wholeOrder')}`;

const actsOn = (one) => {
  const done = decided.get(keyOf(one));
  if (done) {
    return [say('decided', {decision: say(done)})];
  }
  // An order without identifiers has nothing that could be tried again.
  return ['retry', 'waive', 'close']
    .filter((decision) => one.system || decision === 'close')
    .map((decision) => button(say(decision), () => open(one, decision), `${say(decision)}: ${nameOf(one)}`));
};

const row = (one) => {
  const head = element('th', one.orderId.slice(-12));
  head.title = one.orderId;
  return rowOf(
    head,
    one.system ?? say('wholeOrder'),
    moment(one.since),
    one.dueAt ? moment(one.dueAt) : '',
    one.reason ?? '',
    cell(...(mayDecide ? actsOn(one) : []))
  );
};

export const draw = () => {
  const all = pages.flatMap(({escalations}) => escalations);
  find('#escalations').hidden = !all.length;
  find('#escalations tbody').replaceChildren(...all.map(row));
  find('#escalations-state').textContent = failed
    ? say('unreachable')
    : !pages.length
      ? say('loading')
      : !all.length
        ? say(pages.at(-1).complete === false ? 'notCounted' : 'nothingWaits')
        : '';
  find('#escalations-more').hidden = !pages.at(-1)?.next;
};

const page = async (after) => {
  const answer = await ask(`/api/escalations${after ? `?after=${encodeURIComponent(after)}` : ''}`);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return answer.json();
};

/** As many pages as were looked at, anew. */
export const refresh = async () => {
  clearTimeout(timer);
  try {
    const fresh = [await page()];
    while (fresh.length < pages.length && fresh.at(-1).next) {
      fresh.push(await page(fresh.at(-1).next));
    }
    pages = fresh;
    failed = false;
    const listed = new Set(pages.flatMap(({escalations}) => escalations).map(keyOf));
    [...decided.keys()].forEach((key) => listed.has(key) || decided.delete(key));
  } catch {
    failed = true;
  }
  if (!find('#view-erasures').hidden) {
    // Whoever is about to press a button keeps it.
    if (!find('#escalations').contains(document.activeElement)) {
      draw();
    }
    timer = setTimeout(refresh, BETWEEN_LOOKS);
  }
};

const open = (one, decision) =>
  decide({
    title: `${say(decision)}: ${nameOf(one)}`,
    help: say(`${decision}Help`),
    send: (body) =>
      ask('/api/erasure-decisions', {
        method: 'POST',
        body: {...body, orderId: one.orderId, ...(one.system && {system: one.system}), decision},
      }),
    taken: () => {
      decided.set(keyOf(one), decision);
      draw();
      find('#escalations-state').textContent = say('decisionTaken', {decision: say(decision), what: nameOf(one)});
      timer = setTimeout(refresh, 1500);
    },
  });

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  draw();
  refresh();
};

export const forget = () => {
  clearTimeout(timer);
  pages = [];
  decided.clear();
};

find('#escalations-more').addEventListener('click', async () => {
  try {
    pages.push(await page(pages.at(-1).next));
  } catch {
    failed = true;
  }
  draw();
});
