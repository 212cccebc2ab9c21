/** Who looked at whom, and who did what: the record, the newest first. */
import {find, row} from './element.js';
import {list} from './list.js';
import {moment, say} from './words.js';

const rowOf = ({at, user, roles, act, outcome, reason, subjectId, orderId, system, holdId, requestId, deadLetters}) =>
  row(
    moment(at),
    user ? say('as', {name: user, roles: roles.map((role) => say(role)).join(', ')}) : say('whoNotKnown'),
    say(`did:${act}`),
    say(`came:${outcome}`),
    [subjectId, orderId, system, holdId, requestId, deadLetters].filter((one) => one).join(' '),
    reason ?? ''
  );

export const draw = () => {
  const all = audit.pages().flatMap(({events}) => events);
  find('#audit').hidden = !all.length;
  find('#audit tbody').replaceChildren(...all.map(rowOf));
  find('#audit-state').textContent = audit.says(all, 'nobodyLooked');
};

const audit = list({view: 'audit', path: '/api/audit', draw, by: 'before', whole: false});

export const {forget, refresh} = audit;

export const show = () => {
  forget();
  audit.show();
};
