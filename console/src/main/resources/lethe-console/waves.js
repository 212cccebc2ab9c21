/** Erasures that are too many at once, and wait for a person: how many, since when, and the decision on all of them. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {find, row} from './element.js';
import {list} from './list.js';
import {moment, number, say} from './words.js';

let mayDecide = false;

const by = ({decidedBy}) => decidedBy ?? say('notKnown');

const rowOf = ({partition, held, heldSince, limit, allowed, decision}) =>
  row(
    number(partition),
    number(held),
    heldSince ? moment(heldSince) : '',
    limit ? say('limitOf', {limit: say(limit), allowed: number(allowed)}) : '',
    decision ? `${say(decision.decision)}, ${by(decision)}` : say('noneYet')
  );

export const draw = () => {
  const {waves = [], held = 0, lastDecision} = last() ?? {};
  find('#waves').hidden = !waves.length;
  find('#waves tbody').replaceChildren(...waves.map(rowOf));
  find('#waves-state').textContent = all.says(waves, 'nothingHeld') || say('heldInAll', {held: number(held)});
  find('#waves-acts').hidden = !mayDecide || !held;
  find('#waves-last').textContent = lastDecision
    ? say('lastDecision', {decision: say(lastDecision.decision), by: by(lastDecision), at: moment(lastDecision.at)})
    : '';
};

const all = list({view: 'waves', path: '/api/waves', draw, every: 5000});

const last = () => all.pages()[0];

export const {forget, refresh} = all;

const open = (decision) => {
  // As of what is shown: nobody decides on what came after they looked.
  const {at, held} = last();
  decide({
    title: `${say(decision)}: ${say('heldInAll', {held: number(held)})}`,
    help: say(`${decision}Help`),
    send: (body) => ask('/api/wave-decisions', {method: 'POST', body: {...body, occurredAt: at, decision}}),
    taken: () => {
      find('#waves-done').textContent = say('decided', {decision: say(decision)});
      find('#main').focus();
      all.soon();
    },
  });
};

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  find('#waves-done').textContent = '';
  all.show();
};

['approve', 'drop'].forEach((decision) => find(`#waves-${decision}`).addEventListener('click', () => open(decision)));
