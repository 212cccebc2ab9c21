/** Open erasure orders, first what is looked at next, and the ledger of one: system by system, and when the own copies were gone. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {button, cell, element, find, row} from './element.js';
import * as flow from './flow.js';
import {list} from './list.js';
import {moment, number, say} from './words.js';

const when = (at) => (at ? moment(at) : '');

const stepOf = (state) => (state ? say(`step:${state}`) : '');

const says = (word, text) => (text ? [element('dt', say(word)), element('dd', text)] : []);

/** An order that is finished has the outcomes in its certificate. */
const rowOf = ({system, state, attempts, changedAt, nextAt, reason, decision}) =>
  row(system, stepOf(state ?? 'done'), attempts === undefined ? '' : number(attempts), when(changedAt), when(nextAt), reason ?? '', decision ? (decision.decidedBy ?? say('notKnown')) : '');

const open = async (orderId) => {
  const state = find('#orders-state');
  state.textContent = '';
  try {
    const answer = await ask(`/api/erasures/${encodeURIComponent(orderId)}`);
    if (!answer.ok) {
      state.textContent = answer.status === 404 ? say('noOrder') : await wrong(answer);
      return;
    }
    const order = await answer.json();
    find('#ledger-title').textContent = order.orderId;
    find('#ledger-says').replaceChildren(
      ...says('state', stepOf(order.status)),
      ...says('ordered', when(order.orderedAt)),
      ...says('due', when(order.dueAt)),
      ...says('recipientsDone', when(order.recipientsDoneAt)),
      ...says('copiesGone', when(order.forgottenAt))
    );
    find('#ledger-systems tbody').replaceChildren(...order.systems.map(rowOf));
    find('#ledger').showModal();
  } catch {
    state.textContent = say('unreachable');
  }
};

/** @return a button that opens the ledger of an order */
export const linkTo = (orderId) => button(orderId.slice(-12), () => open(orderId), `${say('ledger')}: ${orderId.slice(-12)}`);

const orderOf = ({orderId, status, dueAt, owing, systems, nextAt}) => {
  const head = element('th', '');
  head.title = orderId;
  head.append(linkTo(orderId));
  return row(head, stepOf(status), when(dueAt), say('owingOf', {owing: number(owing), systems: number(systems)}), when(nextAt));
};

/** How long it takes to forget is told with the picture of the pipeline, live. */
export const hear = () => find('#forgetting').replaceChildren(...['forgetting-lag', 'forgetting-time'].flatMap(flow.concernOf));

export const draw = () => {
  const all = orders.pages().flatMap(({erasures}) => erasures);
  find('#orders').hidden = !all.length;
  find('#orders tbody').replaceChildren(...all.map(orderOf));
  find('#orders-state').textContent = orders.says(all, 'noOpenOrder');
  hear();
};

const orders = list({view: 'erasures', name: 'orders', path: '/api/erasures', draw, within: '#orders'});

export const {show, refresh, forget} = orders;

find('#order-form').addEventListener('submit', (event) => {
  event.preventDefault();
  open(find('#order-id').value.trim());
});

find('#ledger-close').addEventListener('click', () => find('#ledger').close());
