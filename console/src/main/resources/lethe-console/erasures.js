/** What of erasures waits for a person: the list, and the decision on one of them. Beside it what is open. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {button, cell, element, find, row as rowOf} from './element.js';
import {list} from './list.js';
import * as orders from './orders.js';
import {moment, say} from './words.js';

let mayDecide = false;
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
  const head = element('th', '');
  head.title = one.orderId;
  head.append(orders.linkTo(one.orderId));
  return rowOf(
    head,
    one.system ?? say('wholeOrder'),
    moment(one.since),
    one.dueAt ? moment(one.dueAt) : '',
    one.reason ?? '',
    cell(...(mayDecide ? actsOn(one) : []))
  );
};

const all = () => erasures.pages().flatMap(({escalations}) => escalations);

export const draw = () => {
  find('#escalations').hidden = !all().length;
  find('#escalations tbody').replaceChildren(...all().map(row));
  find('#escalations-state').textContent = erasures.says(all(), 'nothingWaits', 'notCounted');
  orders.draw();
};

const heard = () => {
  const listed = new Set(all().map(keyOf));
  [...decided.keys()].forEach((key) => listed.has(key) || decided.delete(key));
};

const erasures = list({view: 'erasures', path: '/api/escalations', draw, within: '#escalations', heard});

export const refresh = () => {
  erasures.refresh();
  orders.refresh();
};

export const {hear} = orders;

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
      erasures.soon();
    },
  });

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  erasures.show();
  orders.show();
};

export const forget = () => {
  erasures.forget();
  orders.forget();
  decided.clear();
};
