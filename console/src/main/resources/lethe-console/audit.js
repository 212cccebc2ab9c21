/** Who looked at whom, and who did what: the record, the newest first. */
import {ask} from './ask.js';
import {find, row} from './element.js';
import {moment, say} from './words.js';

const BETWEEN_LOOKS = 10000;

let pages = [];
let failed = false;
let timer;

const rowOf = ({at, user, roles, act, outcome, reason, subjectId, orderId, system, holdId, requestId, deadLetters}) =>
  row(
    moment(at),
    say('as', {name: user, roles: roles.map((role) => say(role)).join(', ')}),
    say(`did:${act}`),
    say(`came:${outcome}`),
    [subjectId, orderId, system, holdId, requestId, deadLetters].filter((one) => one).join(' '),
    reason ?? ''
  );

export const draw = () => {
  const all = pages.flatMap(({events}) => events);
  find('#audit').hidden = !all.length;
  find('#audit tbody').replaceChildren(...all.map(rowOf));
  find('#audit-state').textContent = failed ? say('unreachable') : !pages.length ? say('loading') : all.length ? '' : say('nobodyLooked');
  find('#audit-more').hidden = !pages.at(-1)?.next;
};

const page = async (before) => {
  const answer = await ask(`/api/audit${before ? `?before=${before}` : ''}`);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return answer.json();
};

/** The newest page anew, unless somebody reads further down. */
const refresh = async () => {
  clearTimeout(timer);
  try {
    if (pages.length < 2) {
      pages = [await page()];
    }
    failed = false;
  } catch {
    failed = true;
  }
  if (!find('#view-audit').hidden) {
    draw();
    timer = setTimeout(refresh, BETWEEN_LOOKS);
  }
};

export const show = () => {
  pages = [];
  draw();
  refresh();
};

export const forget = () => {
  clearTimeout(timer);
  pages = [];
};

find('#audit-more').addEventListener('click', async () => {
  try {
    pages.push(await page(pages.at(-1).next));
  } catch {
    failed = true;
  }
  draw();
});
