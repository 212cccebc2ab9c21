/** The holds and restrictions that stand, the oldest first; one more, or one less, with a reason. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {button, cell, find, row} from './element.js';
import {list} from './list.js';
import {moment, say} from './words.js';

let mayDecide = false;

const act = (subjectId, holdId, action) =>
  decide({
    title: `${say(action)}: ${holdId}`,
    help: say(`${action}Help`),
    send: (body) => ask('/api/holds', {method: 'POST', body: {...body, subjectId, holdId, action}}),
    taken: () => {
      find('#holds-done').textContent = say('holdListed', {decision: say(action), hold: holdId});
      find('#holds-place').reset();
      find('#main').focus();
      holds.soon();
    },
  });

const rowOf = ({holdId, subjectId, since, decidedBy}) =>
  row(
    holdId,
    moment(since),
    decidedBy ?? say('notKnown'),
    subjectId,
    cell(...(mayDecide ? [button(say('release'), () => act(subjectId, holdId, 'release'), `${say('release')}: ${holdId}`)] : []))
  );

export const draw = () => {
  const all = holds.pages().flatMap((page) => page.holds);
  find('#holds').hidden = !all.length;
  find('#holds tbody').replaceChildren(...all.map(rowOf));
  find('#holds-state').textContent = holds.says(all, 'nothingHeldBack', 'rightsNotCounted');
  find('#holds-place').hidden = !mayDecide;
};

const holds = list({view: 'holds', path: '/api/holds', draw, within: '#holds'});

export const {refresh, forget} = holds;

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  find('#holds-done').textContent = '';
  holds.show();
};

find('#holds-place').addEventListener('submit', (event) => {
  event.preventDefault();
  act(find('#holds-subject').value.trim(), find('#holds-id').value.trim(), 'place');
});
