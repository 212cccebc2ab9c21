/** Erasures that are too many at once, and wait for a person: how many, since when, and the decision on all of them. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {find, row} from './element.js';
import {moment, number, say} from './words.js';

const BETWEEN_LOOKS = 5000;

let last;
let failed = false;
let mayDecide = false;
let timer;

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
  const {waves = [], held = 0, lastDecision} = last ?? {};
  find('#waves').hidden = !waves.length;
  find('#waves tbody').replaceChildren(...waves.map(rowOf));
  find('#waves-state').textContent = failed ? say('unreachable') : !last ? say('loading') : held ? say('heldInAll', {held: number(held)}) : say('nothingHeld');
  find('#waves-acts').hidden = !mayDecide || !held;
  find('#waves-last').textContent = lastDecision
    ? say('lastDecision', {decision: say(lastDecision.decision), by: by(lastDecision), at: moment(lastDecision.at)})
    : '';
};

export const refresh = async () => {
  clearTimeout(timer);
  try {
    const answer = await ask('/api/waves');
    failed = !answer.ok;
    last = answer.ok ? await answer.json() : last;
  } catch {
    failed = true;
  }
  if (!find('#view-waves').hidden) {
    draw();
    timer = setTimeout(refresh, BETWEEN_LOOKS);
  }
};

const open = (decision) => {
  // As of what is shown: nobody decides on what came after they looked.
  const {at, held} = last;
  decide({
    title: `${say(decision)}: ${say('heldInAll', {held: number(held)})}`,
    help: say(`${decision}Help`),
    send: (body) => ask('/api/wave-decisions', {method: 'POST', body: {...body, occurredAt: at, decision}}),
    taken: () => {
      find('#waves-done').textContent = say('decided', {decision: say(decision)});
      find('#main').focus();
      timer = setTimeout(refresh, 1500);
    },
  });
};

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  find('#waves-done').textContent = '';
  draw();
  refresh();
};

export const forget = () => {
  clearTimeout(timer);
  last = undefined;
};

['approve', 'drop'].forEach((decision) => find(`#waves-${decision}`).addEventListener('click', () => open(decision)));
